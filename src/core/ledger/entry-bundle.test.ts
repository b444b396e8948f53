import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bundleLength, decodeBundle, encodeBundle } from './entry-bundle.js';

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/bundles.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly { readonly comment: string; readonly bytes: string; readonly entries: readonly string[] | null }[];
};
const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

describe('an entry bundle', () => {
  it.each(cases)('$comment', ({ bytes, entries }) => {
    expect(decodeBundle(bytesOf(bytes))).toEqual(entries?.map(bytesOf));
    if (entries !== null) expect(encodeBundle(entries.map(bytesOf))).toEqual(bytesOf(bytes));
  });

  it('reads back as its entries, the longest too', () => {
    const entries = fc.array(fc.uint8Array({ maxLength: 70 }), { minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(entries, (some) => {
        expect(decodeBundle(encodeBundle(some))).toEqual(some);
      }),
    );
    const longest = [new Uint8Array(65_535).fill(1)];
    expect(decodeBundle(encodeBundle(longest))).toEqual(longest);
  });

  it('has one text: whatever is read encodes to itself', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 0, 0, 1, 2), { maxLength: 20 }), (bytes) => {
        const entries = decodeBundle(Uint8Array.from(bytes));
        if (entries !== undefined) expect([...encodeBundle(entries)]).toEqual(bytes);
      }),
    );
  });

  it('is as long as its entries and their prefixes', () => {
    expect(encodeBundle([new Uint8Array(69), new Uint8Array(69)])).toHaveLength(bundleLength(2, 69));
  });

  it('holds 1 to 256 entries of up to 65,535 bytes', () => {
    const wrong = [[], Array.from({ length: 257 }, () => new Uint8Array(1)), [new Uint8Array(65_536)]];
    for (const entries of wrong) expect(() => encodeBundle(entries)).toThrow(RangeError);
  });
});
