import fc from 'fast-check';
import { expect, it } from 'vitest';
import { BLOCK_ENTRIES, blockOf, hasBit, NO_BITS, withBits } from './held-bits.js';

it('a bit is set for each position given, stays set, and no other is', () => {
  const within = fc.array(fc.integer({ min: BLOCK_ENTRIES, max: 2 * BLOCK_ENTRIES - 1 }));
  fc.assert(
    fc.property(within, within, (first, second) => {
      const bits = withBits(withBits(NO_BITS, first), second);
      const set = new Set([...first, ...second]);
      for (let pos = BLOCK_ENTRIES; pos < 2 * BLOCK_ENTRIES; pos++) expect(hasBit(bits, pos)).toBe(set.has(pos));
    }),
    { numRuns: 20 },
  );
  expect(NO_BITS.every((byte) => byte === 0)).toBe(true);
});

it('a block ends where the next begins', () => {
  expect([0, 1, BLOCK_ENTRIES - 1, BLOCK_ENTRIES].map(blockOf)).toEqual([0, 0, 0, 1]);
});
