import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { WantedEntry } from './fate.js';
import { type Claim, servedEntries, servedLines } from './served.js';

const entryIn = (collection: number, version: number): WantedEntry => ({
  collection,
  version,
  instant: '2026-01-01T00:00:00',
  first: true,
  last: true,
});

const lineOf = fc.record({
  collections: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
  live: fc.uniqueArray(fc.integer({ min: 1, max: 3 }), { maxLength: 3 }),
});

/** Lines of one id: the first is the host's, the others by number; at most one is the reader's own. */
const lines = fc
  .record({ drafts: fc.array(lineOf, { minLength: 1, maxLength: 5 }), own: fc.option(fc.integer({ min: 0, max: 4 })) })
  .map(({ drafts, own }) =>
    drafts.map(
      ({ collections, live }, at): Claim => ({
        wanted: collections.map((collection) => entryIn(collection, at)),
        own: own === at,
        live: new Set(live),
        rank: at,
      }),
    ),
  );

const others = (all: readonly Claim[], claim: Claim): readonly Claim[] => all.filter((other) => other !== claim);
const servedOf = (all: readonly Claim[]) => all.map((claim) => servedEntries(claim, others(all, claim)));

describe('of the lines of one id', () => {
  it('exactly one is served in each collection in which any is wanted', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const served = servedOf(all).flat();
        const wanted = new Set(all.flatMap((claim) => claim.wanted.map(({ collection }) => collection)));
        expect(served.map(({ collection }) => collection).sort()).toEqual([...wanted].sort());
      }),
    );
  });

  it('one that is not wanted decides nothing', () => {
    fc.assert(
      fc.property(lines, fc.boolean(), fc.uniqueArray(fc.integer({ min: 1, max: 3 })), (all, own, live) => {
        const hidden: Claim = { wanted: [], own, live: new Set(live), rank: -1 };
        expect(servedOf([hidden, ...all]).slice(1)).toEqual(servedOf(all));
      }),
    );
  });

  it('what is served stays served: once it is live, serving again changes nothing', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const served = servedOf(all);
        const settled = all.map((claim, at) => ({
          ...claim,
          live: new Set((served[at] ?? []).map(({ collection }) => collection)),
        }));
        expect(servedOf(settled)).toEqual(served);
      }),
    );
  });

  it('a sender is served its own, wherever it is wanted', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const own = all.find((claim) => claim.own);
        if (own !== undefined) expect(servedEntries(own, others(all, own))).toEqual(own.wanted);
      }),
    );
  });

  it.each([
    ['the one that the feed has goes before the host’s', 1, [new Set<number>(), new Set([1]), new Set<number>()]],
    ['the host’s goes before those of others', 0, [new Set<number>(), new Set<number>(), new Set<number>()]],
    ['where the feed has several, the host’s stays', 0, [new Set([1]), new Set([1]), new Set<number>()]],
  ])('%s', (_, first, live) => {
    const all = live.map((held, at): Claim => ({ wanted: [entryIn(1, at)], own: false, live: held, rank: at }));
    expect(servedOf(all).map((entries) => entries.length)).toEqual(live.map((_held, at) => (at === first ? 1 : 0)));
  });

  it('a change moves those of others only where the feed shows, or has, the line that changed', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const [changed] = all;
        const shows = changed !== undefined && (changed.live.size > 0 || (servedOf(all)[0] ?? []).length > 0);
        expect(servedLines(all)).toEqual(servedOf(all).map((entries, at) => (at === 0 || shows ? entries : undefined)));
      }),
    );
  });

  it('a line that is there and is not served makes no difference to what comes of a change of another', () => {
    fc.assert(
      fc.property(lines, (all) => {
        const idle = all.findIndex((claim, at) => at > 0 && claim.live.size === 0 && (servedOf(all)[at] ?? []).length === 0);
        fc.pre(idle > 0);
        const without = all.filter((_, at) => at !== idle);
        expect(servedLines(without)).toEqual(servedLines(all).filter((_, at) => at !== idle));
      }),
    );
  });
});
