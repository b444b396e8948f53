import { describe, expect, it } from 'vitest';
import { type PlacedVersion, wantedEntries } from './fate.js';

const WHOLE = { kind: 'whole' } as const;
const OPEN = 1;
const SHUT = 2;

const version = (num: number, classes: Record<number, number>, revoked = false): PlacedVersion => ({
  version: num,
  instant: `2026-01-01T00:00:0${num}`,
  revoked,
  places: Object.entries(classes).map(([collection, releaseClass]) => ({ collection: Number(collection), class: releaseClass })),
});

const see = (versions: readonly PlacedVersion[], listed: readonly number[] = [7, 8]) =>
  wantedEntries(versions, { listed: new Set(listed), editionOf: (num) => (num === OPEN ? WHOLE : undefined) }).map(
    ({ collection, version: num, first, last }) => `${collection}:${num}${first ? ' first' : ''}${last ? ' last' : ''}`,
  );

describe('one object, one fate', () => {
  it('serves every visible version, the oldest as first and the newest as last', () => {
    expect(see([version(1, { 7: OPEN }), version(2, { 7: OPEN }), version(3, { 7: OPEN })])).toEqual([
      '7:1 first',
      '7:2',
      '7:3 last',
    ]);
  });

  it('is absent in all versions while its newest version is withheld', () => {
    expect(see([version(1, { 7: OPEN }), version(2, { 7: SHUT })])).toEqual([]);
  });

  it('leaves out an older version that is withheld, and the next one is first', () => {
    expect(see([version(1, { 7: SHUT }), version(2, { 7: OPEN }), version(3, { 7: OPEN })])).toEqual(['7:2 first', '7:3 last']);
  });

  it('withholds a revocation with what it revokes, and also where its own bytes are marked higher', () => {
    expect(see([version(1, { 7: OPEN }), version(2, { 7: OPEN }, true)])).toEqual(['7:1 first', '7:2 last']);
    expect(see([version(1, { 7: SHUT }), version(2, { 7: OPEN }, true)])).toEqual([]);
    expect(see([version(1, { 7: OPEN }), version(2, { 7: SHUT }, true)])).toEqual([]);
  });

  it('decides a revocation by itself where nothing earlier is there to be revoked', () => {
    expect(see([version(2, { 7: OPEN }, true)])).toEqual(['7:2 first last']);
    expect(see([version(1, { 8: OPEN }), version(2, { 7: SHUT }, true)], [7])).toEqual([]);
  });

  it('has one view in several collections, the fullest over those that may be listed', () => {
    expect(see([version(1, { 7: OPEN, 8: SHUT })])).toEqual(['7:1 first last', '8:1 first last']);
    expect(see([version(1, { 7: OPEN, 8: SHUT })], [8])).toEqual([]);
    expect(see([version(1, { 7: OPEN, 8: SHUT })], [7])).toEqual(['7:1 first last']);
  });

  it('counts first and last within each collection', () => {
    expect(see([version(1, { 7: OPEN, 8: OPEN }), version(2, { 7: OPEN })])).toEqual(['7:1 first', '8:1 first last', '7:2 last']);
  });

  it('shows nothing of a collection whose own newest version is withheld', () => {
    expect(see([version(1, { 7: OPEN, 8: OPEN }), version(2, { 8: SHUT }), version(3, { 7: OPEN })])).toEqual([
      '7:1 first',
      '7:3 last',
    ]);
  });

  it('wants nothing of an object that is in no collection', () => {
    expect(see([])).toEqual([]);
  });
});
