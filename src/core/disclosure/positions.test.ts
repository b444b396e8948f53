import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatPositions, parsePositions } from './positions.js';

describe('positions of a feed as text', () => {
  it.each([
    [[1], '1'],
    [[1, 2, 3], '1-3'],
    [[1, 3, 4, 9], '1,3-4,9'],
  ] as const)('%j is %s', (positions, text) => expect(formatPositions(positions)).toBe(text));

  it('come back as they were', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { minLength: 1 }), (drawn) => {
        const positions = [...drawn].sort((a, b) => a - b);
        const runs = parsePositions(formatPositions(positions));
        expect(runs.flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, at) => first + at))).toEqual(
          positions,
        );
      }),
    );
  });

  it.each(['', '0', '1,1', '3-1', '2-3,1', '1-', '1, 2', '01', '1-2-3', 'x'])('%j is refused', (text) =>
    expect(() => parsePositions(text)).toThrow(RangeError),
  );
});
