import { describe, expect, it } from 'vitest';
import { participantAnswer, tiersInWords } from './participant-answer.js';

describe('tiersInWords', () => {
  it('names the highest tier first and the closed tracks together', () => {
    expect(tiersInWords({ political: 'contact', cyber: 'ally', finance: 'contact', military: 'closed' })).toBe(
      'ally on cyber; contact on political, finance; closed elsewhere',
    );
  });
  it('says so when every track is closed, and when none is', () => {
    expect(tiersInWords({ cyber: 'closed' })).toBe('closed on every track');
    expect(tiersInWords({ cyber: 'partner' })).toBe('partner on cyber');
  });
});

describe('participantAnswer', () => {
  it('names every track of the node, in its order, and keeps the number of the store to itself', () => {
    const participant = {
      num: 7,
      id: 'x',
      slug: 'meridian',
      name: 'Meridian',
      groups: [],
      clearances: [],
      identities: [],
      certificates: [],
      tiers: { cyber: 'partner' },
      suspended: false,
    } as const;
    const answer = participantAnswer(participant, ['finance', 'cyber']);
    expect(Object.entries(answer.tiers)).toEqual([
      ['finance', 'closed'],
      ['cyber', 'partner'],
    ]);
    expect(answer).not.toHaveProperty('num');
  });
});
