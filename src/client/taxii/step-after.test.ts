import { describe, expect, it } from 'vitest';
import type { PullPosition } from '../../core/pull/pull-position.js';
import { stepAfter } from './step-after.js';

const [D1, D2, D3] = ['2026-05-01T00:00:00.000000Z', '2026-05-02T00:00:00.000000Z', '2026-05-03T00:00:00.000000Z'];
const START: PullPosition = { added_after: null, next: null, limit: 10, reached: null };

describe('by next', () => {
  it('goes on with the same query, and remembers the latest date that it met', () => {
    const asked = { ...START, added_after: D1, next: 'a', reached: D3 };
    expect(stepAfter(asked, { more: true, next: 'b', last: D2 })).toEqual({
      kind: 'on',
      position: { ...asked, next: 'b', reached: D3 },
    });
  });
  it('wins over the date header', () => {
    expect(stepAfter(START, { more: true, next: 'a', last: D1 })).toMatchObject({
      position: { added_after: null, next: 'a' },
    });
  });
  it('goes on over a page without a date, as an empty one', () => {
    expect(stepAfter({ ...START, next: 'a', reached: D1 }, { more: true, next: 'b' })).toMatchObject({
      kind: 'on',
      position: { next: 'b', reached: D1 },
    });
  });
  it('goes on where a next comes again: some servers keep the place themselves', () => {
    expect(stepAfter({ ...START, next: 'a' }, { more: true, next: 'a', last: D1 })).toMatchObject({
      kind: 'on',
      position: { next: 'a' },
    });
  });
});

describe('by the date header', () => {
  it('goes on behind it', () => {
    expect(stepAfter({ ...START, added_after: D1 }, { more: true, next: undefined, last: D2 })).toEqual({
      kind: 'on',
      position: { ...START, added_after: D2 },
    });
  });
  it.each([D1, D2])('is stuck where it does not move: %s', (last) => {
    expect(stepAfter({ ...START, added_after: D2 }, { more: true, next: undefined, last })).toMatchObject({
      kind: 'stuck',
    });
  });
  it('is stuck without any', () => {
    expect(stepAfter(START, { more: true, next: undefined })).toMatchObject({ kind: 'stuck' });
  });
});

describe('behind the last page', () => {
  it.each([
    [{ ...START, next: 'z', reached: D3 }, undefined, D3],
    [{ ...START, next: 'z', reached: D1 }, D2, D2],
    [{ ...START, next: 'z', reached: D3 }, D1, D3],
    [{ ...START, added_after: D2 }, undefined, D2],
    [{ ...START, added_after: D2 }, D1, D2],
    [START, undefined, null],
  ] as const)('from %j with the date %s, the next pull begins after %s', (asked, last, expected) => {
    expect(stepAfter(asked, { more: false, next: undefined, last })).toEqual({
      kind: 'through',
      position: { ...START, added_after: expected },
    });
  });
  it('a next without more is none (T078)', () => {
    expect(stepAfter(START, { more: false, next: 'a', last: D1 })).toMatchObject({
      kind: 'through',
      position: { next: null },
    });
  });
});
