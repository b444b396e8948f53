import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listPage, withNext } from './list-page.js';

const keyOf = (item: string): string => item;

describe('listPage', () => {
  it('read piece by piece gives every item once, in order, whatever the limit', () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ minLength: 1 })), fc.integer({ min: 1, max: 7 }), (all, limit) => {
        const read: string[] = [];
        let after: string | undefined;
        do {
          const { items, next } = listPage(all, keyOf, after === undefined ? { limit } : { limit, after });
          read.push(...items);
          after = next;
        } while (after !== undefined);
        expect(read).toEqual(all);
      }),
    );
  });
  it('gives all without a limit, and no cursor', () => {
    expect(listPage(['a', 'b'], keyOf, {})).toEqual({ items: ['a', 'b'], next: undefined });
  });
  it('refuses a cursor that is of another list', () => {
    expect(() => listPage(['a'], keyOf, { after: 'z' })).toThrow(expect.objectContaining({ code: 'cursor-foreign' }));
  });
});

describe('withNext', () => {
  it('adds `next` only where there is more', () => {
    expect(withNext({ a: 1 }, undefined)).toEqual({ a: 1 });
    expect(withNext({ a: 1 }, 'x')).toEqual({ a: 1, next: 'x' });
  });
});
