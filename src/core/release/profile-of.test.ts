import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.js';
import { profileOf } from './profile-of.js';

describe('profileOf', () => {
  it('has every track of the node, closed where there is no tier, and no other', () => {
    const { tiers } = profileOf({ tiers: { cyber: 3, gone: 4 }, groups: [], clearances: [], consents: [] }, ['finance', 'cyber']);
    expect(tiers).toEqual({ cyber: 3, finance: 0 });
  });

  it('takes no rank from the language itself', () => {
    expect(profileOf({ tiers: {}, groups: [], clearances: [], consents: [] }, ['constructor']).tiers).toEqual({ constructor: 0 });
  });

  it('has one digest whatever the order and repetition', () => {
    const one = profileOf({ tiers: { b: 1, a: 2 }, groups: ['x', 'y'], clearances: ['tlp:amber'], consents: ['p', 'q', 'p'] }, [
      'a',
      'b',
    ]);
    const two = profileOf({ tiers: { a: 2, b: 1 }, groups: ['y', 'x', 'y'], clearances: ['tlp:amber'], consents: ['q', 'p'] }, [
      'b',
      'a',
    ]);
    expect(digestOf(one)).toBe(digestOf(two));
    expect(one.consents).toEqual(['p', 'q']);
  });
});
