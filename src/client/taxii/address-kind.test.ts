import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ADDRESS_WORDS, type AddressKind, addressKind } from './address-kind.js';

interface Case {
  readonly comment: string;
  readonly address: string;
  readonly kind: AddressKind;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../vectors/taxii/addresses.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('addressKind', () => {
  it.each(cases)('$comment: $address is $kind', ({ address, kind }) => expect(addressKind(address)).toBe(kind));

  it('is shown in every kind by the vectors', () => {
    expect(new Set(cases.map(({ kind }) => kind))).toEqual(new Set(Object.keys(ADDRESS_WORDS)));
    expect(cases.length).toBeGreaterThanOrEqual(40);
  });
});
