import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonRecord } from '../json/json-value.js';
import { effectiveMarkings, MarkingTree, markedPathsOf, markingsWithin } from './effective-markings.js';
import { markingIdsOf } from './markings.js';
import type { Selector } from './selector.js';

interface Case {
  readonly comment: string;
  readonly object: JsonRecord;
  readonly path: Selector;
  readonly whole: readonly string[];
  readonly granular: readonly string[];
  readonly within: readonly string[];
  readonly lang?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/effective-markings.json', import.meta.url), 'utf8'),
) as readonly Case[];

const TREE: JsonRecord = { name: 'x', labels: ['a', ['b', 'c']], more: { deep: { deeper: [{ deepest: 1 }] }, '0': 'y' } };
const PATHS: readonly Selector[] = [
  [],
  ['name'],
  ['labels'],
  ['labels', 0],
  ['labels', 1],
  ['labels', 1, 1],
  ['more'],
  ['more', '0'],
  ['more', 'deep'],
  ['more', 'deep', 'deeper'],
  ['more', 'deep', 'deeper', 0],
  ['more', 'deep', 'deeper', 0, 'deepest'],
  ['absent'],
];
const SELECTORS = [
  'name',
  'labels',
  'labels.[0]',
  'labels.[1].[1]',
  'more',
  'more.0',
  'more.deep',
  'more.deep.deeper.[0].deepest',
];

const anyPath = fc.constantFrom(...PATHS);
const anyRef = fc.constantFrom('m--1', 'm--2', 'm--3', 'm--4');
const anySelectors = fc.array(fc.constantFrom(...SELECTORS, 'absent', 'labels[0]', ''), { maxLength: 3 });
const anyGranular = fc.oneof(
  fc.record({ marking_ref: anyRef, selectors: anySelectors }),
  fc.record({ lang: fc.constantFrom('de', 'fr'), selectors: anySelectors }),
);
const anyMarked = fc
  .record({ object_marking_refs: fc.array(anyRef, { maxLength: 2 }), granular_markings: fc.array(anyGranular, { maxLength: 6 }) })
  .map((markings) => ({ ...TREE, ...markings }));

const idsAt = (object: JsonRecord, path: Selector): ReadonlySet<string> => {
  const { whole, granular } = effectiveMarkings(object, path);
  return new Set([...whole, ...granular]);
};

describe('the markings of a part of an object', () => {
  it.each(cases)('are: $comment', ({ object, path, whole, granular, within, lang }) => {
    expect(effectiveMarkings(object, path)).toEqual({ whole, granular, ...(lang === undefined ? {} : { lang }) });
    expect(new Set(markingsWithin(object, path))).toEqual(new Set(within));
  });

  it('are those of what it lies in and more', () => {
    fc.assert(
      fc.property(anyMarked, anyPath, fc.nat(5), (object, path, length) => {
        const { granular } = effectiveMarkings(object, path);
        const outer = effectiveMarkings(object, path.slice(0, length));
        expect(granular.slice(0, outer.granular.length)).toEqual(outer.granular);
      }),
    );
  });

  it('are never fewer for another granular marking', () => {
    fc.assert(
      fc.property(anyMarked, anyGranular, anyPath, fc.nat(6), (object, added, path, place) => {
        const more = { ...object, granular_markings: object.granular_markings.toSpliced(place, 0, added) };
        expect([...idsAt(more, path)]).toEqual(expect.arrayContaining([...idsAt(object, path)]));
        expect(markingsWithin(more, path)).toEqual(expect.arrayContaining([...markingsWithin(object, path)]));
      }),
    );
  });

  it('with those of everything below are what is within, each once', () => {
    fc.assert(
      fc.property(anyMarked, anyPath, (object, path) => {
        const below = PATHS.filter((other) => path.every((step, at) => other[at] === step));
        const within = markingsWithin(object, path);
        expect(new Set(within)).toEqual(new Set([path, ...below].flatMap((other) => [...idsAt(object, other)])));
        expect(new Set(within).size).toBe(within.length);
      }),
    );
  });

  it('are within the object all that it carries, so none is overlooked', () => {
    fc.assert(
      fc.property(anyMarked, (object) => {
        expect(new Set(markingsWithin(object, []))).toEqual(new Set(markingIdsOf(object)));
      }),
    );
  });
});

describe('the marked parts of an object', () => {
  it('are listed with what is said of them, the outermost first', () => {
    const object = {
      ...TREE,
      lang: 'en',
      object_marking_refs: ['m--9'],
      granular_markings: [
        { marking_ref: 'm--1', selectors: ['labels.[0]', 'name'] },
        { lang: 'de', selectors: ['name'] },
        { marking_ref: 'm--2', selectors: ['name', 'more.0'] },
      ],
    };
    expect(markedPathsOf(object)).toEqual([
      { path: ['name'], markings: ['m--1', 'm--2'], lang: 'de' },
      { path: ['labels', 0], markings: ['m--1'] },
      { path: ['more', '0'], markings: ['m--2'] },
    ]);
  });

  it('are the object itself where a selector cannot be followed, and none where nothing is marked', () => {
    expect(markedPathsOf({ granular_markings: [{ marking_ref: 'm--1', selectors: ['absent'] }] })).toEqual([
      { path: [], markings: ['m--1'] },
    ]);
    expect(markedPathsOf(TREE)).toEqual([]);
  });

  it('make up the effective markings of any path', () => {
    fc.assert(
      fc.property(anyMarked, anyPath, (object, path) => {
        const covering = markedPathsOf(object).filter((marked) => marked.path.every((step, at) => path[at] === step));
        expect(effectiveMarkings(object, path).granular).toEqual([...new Set(covering.flatMap(({ markings }) => markings))]);
      }),
    );
  });
});

describe('markings without number', () => {
  const COUNT = 100_000;

  it('on a list without end are asked for every item in near-linear time', () => {
    const object = {
      labels: Array.from({ length: COUNT }, (_, at) => `label ${at}`),
      granular_markings: Array.from({ length: COUNT }, (_, at) => ({ marking_ref: `m--${at}`, selectors: [`labels.[${at}]`] })),
    };
    const before = performance.now();
    const tree = new MarkingTree(object);
    const wrong = object.labels.filter((_, at) => {
      const path = ['labels', at];
      return tree.effective(path).granular.join() !== `m--${at}` || tree.within(path).join() !== `m--${at}`;
    });
    expect(wrong).toEqual([]);
    expect(tree.within(['labels'])).toHaveLength(COUNT);
    expect(tree.marked()).toHaveLength(COUNT);
    expect(performance.now() - before).toBeLessThan(5_000);
  });

  it('on one part, and in one granular marking, are taken too', () => {
    const refs = Array.from({ length: COUNT }, (_, at) => ({ marking_ref: `m--${at}`, selectors: ['name'] }));
    expect(effectiveMarkings({ name: 'x', granular_markings: refs }, ['name']).granular).toHaveLength(COUNT);
    const selectors = Array.from({ length: COUNT }, () => 'name');
    expect(markedPathsOf({ name: 'x', granular_markings: [{ marking_ref: 'm--1', selectors }] })).toHaveLength(1);
  });

  it('on what nests without end do not exhaust the stack', () => {
    let deep: unknown = 'end';
    for (let depth = 0; depth < COUNT; depth++) deep = { a: deep };
    const path = Array.from({ length: COUNT }, () => 'a');
    const object = { ...(deep as JsonRecord), granular_markings: [{ marking_ref: 'm--1', selectors: [path.join('.')] }] };
    expect(effectiveMarkings(object, path).granular).toEqual(['m--1']);
    expect(markingsWithin(object, ['a'])).toEqual(['m--1']);
    expect(markedPathsOf(object)[0]?.path).toHaveLength(COUNT);
  });
});
