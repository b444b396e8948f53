import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatReceipt, parseReceipt, type Receipt } from './receipt.js';

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/receipts.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly { readonly comment: string; readonly receipt: string; readonly expect: unknown }[];
};
const malformed = cases.filter(({ expect: expected }) => expected === 'note-malformed');
const wellFormed = cases.filter(({ expect: expected }) => expected !== 'note-malformed');

const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const receipts: fc.Arbitrary<Receipt> = fc.record({
  opening: fc.record({ payload: fc.string({ unit: 'binary' }), salt: bytes(16), at: fc.nat({ max: 253_402_300_799_999 }) }),
  index: fc.maxSafeNat(),
  proof: fc.array(bytes(32), { maxLength: 63 }),
  checkpoint: fc.constantFrom('any note\n\n\u2014 name c2ln\n', ''),
});

describe('a receipt', () => {
  it.each(malformed)('is refused for $comment', ({ receipt }) => {
    expect(() => parseReceipt(receipt)).toThrow(expect.objectContaining({ code: 'note-malformed' }));
  });

  it.each(wellFormed)('has one text: $comment', ({ receipt }) => expect(formatReceipt(parseReceipt(receipt))).toBe(receipt));

  it('reads back as it was', () => {
    fc.assert(
      fc.property(receipts, (receipt) => {
        expect(parseReceipt(formatReceipt(receipt))).toEqual(receipt);
      }),
    );
  });
});
