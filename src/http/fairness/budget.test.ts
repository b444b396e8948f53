import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Budget } from './budget.js';

const MINUTE = 60_000;

describe('a budget', () => {
  it('takes as much at once as a minute has, and then a unit whenever one has drained', () => {
    const budget = new Budget<string>(60);
    for (let unit = 0; unit < 60; unit++) {
      expect(budget.waitMs('a', 0)).toBe(0);
      budget.spend('a', 0, 1);
    }
    expect(budget.waitMs('a', 0)).toBe(1_000);
    expect(budget.waitMs('a', 999)).toBe(1);
    expect(budget.waitMs('a', 1_000)).toBe(0);
    expect(budget.waitMs('b', 0)).toBe(0);
  });

  it('lets debt be paid before anything else fits', () => {
    const budget = new Budget<string>(60);
    budget.spend('a', 0, 180);
    expect(budget.waitMs('a', 0)).toBe(2 * MINUTE + 1_000);
    expect(budget.waitMs('a', 2 * MINUTE + 1_000)).toBe(0);
  });

  it('of 0 is without end and remembers nobody', () => {
    const budget = new Budget<string>(0);
    budget.spend('a', 0, 1e12);
    expect([budget.waitMs('a', 0), budget.size]).toEqual([0, 0]);
  });

  it('is not frozen by a clock that was set back', () => {
    const budget = new Budget<string>(60);
    budget.spend('a', 100 * MINUTE, 60);
    expect(budget.waitMs('a', MINUTE)).toBe(1_000);
    expect(budget.waitMs('a', MINUTE + 1_000)).toBe(0);
  });

  it('remembers so many, and forgets first who has used nothing for longest', () => {
    const budget = new Budget<number>(1, 3);
    for (const key of [1, 2, 3, 1, 4]) budget.spend(key, 0, 1);
    expect(budget.size).toBe(3);
    expect([1, 2, 3, 4].map((key) => budget.waitMs(key, 0) > 0)).toEqual([true, false, true, true]);
  });

  it('gives in no stretch of time more than its length is worth beyond one minute', () => {
    const asking = fc.array(fc.record({ after_ms: fc.nat(5_000), key: fc.constantFrom('a', 'b') }), { maxLength: 300 });
    fc.assert(
      fc.property(asking, fc.integer({ min: 1, max: 100 }), (asked, per_minute) => {
        const budget = new Budget<string>(per_minute);
        const got: number[] = [];
        let now = 0;
        for (const { after_ms, key } of asked) {
          now += after_ms;
          if (budget.waitMs(key, now) > 0) continue;
          budget.spend(key, now, 1);
          if (key === 'a') got.push(now);
        }
        for (const [from, first] of got.entries()) {
          for (const [at, last] of got.entries()) {
            if (at < from) continue;
            expect(at - from + 1).toBeLessThanOrEqual(per_minute + ((last - first) * per_minute) / MINUTE + 1e-6);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
