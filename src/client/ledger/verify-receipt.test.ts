import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { verifyReceipt } from './verify-receipt.js';

interface Proven {
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  readonly root: string;
  readonly opening: { readonly payload: string; readonly salt: string; readonly time: string };
}

interface Vectors {
  readonly key: string;
  readonly cases: readonly { readonly comment: string; readonly receipt: string; readonly expect: Proven | string }[];
}

const { key, cases } = JSON.parse(
  readFileSync(new URL('../../../vectors/ledger/receipts.json', import.meta.url), 'utf8'),
) as Vectors;

describe('a receipt', () => {
  it.each(cases)('$comment', ({ receipt, expect: expected }) => {
    if (typeof expected === 'string') {
      expect(() => verifyReceipt({ receipt, keys: [key] })).toThrow(expect.objectContaining({ code: expected }));
      return;
    }
    const { payload, salt, time } = expected.opening;
    const opening = { payload, salt: new Uint8Array(Buffer.from(salt, 'base64')), at: Date.parse(time) };
    expect(verifyReceipt({ receipt, keys: [key] })).toEqual({ ...expected, opening });
  });

  const { receipt, expect: proven } = cases[0]!;

  it('must be of the ledger that is expected', () => {
    const { origin } = proven as Proven;
    expect(verifyReceipt({ receipt, keys: [key], origin })).toMatchObject({ origin });
    expect(() => verifyReceipt({ receipt, keys: [key], origin: 'skerry.example/common' })).toThrow(
      `the receipt of ledger \`skerry.example/common\` does not verify: the checkpoint: it is of \`${origin}\``,
    );
  });

  it('proves nothing without keys', () => {
    expect(() => verifyReceipt({ receipt, keys: [] })).toThrow('none of the keys signed it');
  });

  it('fails if any bit of it is another', () => {
    const bytes = Buffer.from(receipt);
    fc.assert(
      fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
        const changed = Buffer.from(bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
        expect(() => verifyReceipt({ receipt: changed.toString(), keys: [key] })).toThrow();
      }),
      { numRuns: 1_000 },
    );
  });
});
