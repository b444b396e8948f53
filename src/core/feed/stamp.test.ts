import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stampAfter } from './stamp.js';

describe('the clock of a feed', () => {
  it('is the instant of the seal, unless the feed is already there', () => {
    expect(stampAfter(undefined, 1000)).toBe(1000);
    expect(stampAfter(400, 1000)).toBe(1000);
    expect(stampAfter(1000, 1000)).toBe(1001);
  });

  it('strictly increases, also when the wall clock is set back', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 2 }), (instants) => {
        const stamps: number[] = [];
        for (const instant of instants) stamps.push(stampAfter(stamps.at(-1), instant));
        expect(stamps).toEqual([...new Set(stamps)].sort((a, b) => a - b));
      }),
    );
  });
});
