import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { GivenLabels } from '../registry/collection.js';
import { meaningOf, wellKnownMarking } from '../stix/marking/markings.js';
import type { StixObject } from '../stix/stix-object.js';
import { digestOf } from './digest.js';
import type { Facet } from './facet.js';
import type { Labels } from './labels.js';
import { labelsOf } from './labels-of.js';

interface Vectors {
  readonly defaults: {
    readonly expect: Labels;
    readonly collection: { readonly track: string; readonly labels: GivenLabels };
    readonly given: GivenLabels;
    readonly definitions: readonly StixObject[];
  };
  readonly cases: readonly {
    readonly comment: string;
    readonly object: StixObject;
    readonly given?: GivenLabels;
    readonly collection?: Vectors['defaults']['collection'];
    readonly originator?: string;
    readonly expect: Partial<Labels>;
  }[];
}

const root = new URL('../../../', import.meta.url);
const { defaults, cases } = JSON.parse(readFileSync(new URL('vectors/release/labels.json', root), 'utf8')) as Vectors;
const { facets } = JSON.parse(readFileSync(new URL('rulebook/views.json', root), 'utf8')) as { facets: Facet[] };
const definitions = new Map(defaults.definitions.map((definition) => [definition.id, meaningOf(definition)]));
const markingOf = (id: string) => wellKnownMarking(id) ?? definitions.get(id);

describe('labelsOf', () => {
  it.each(cases.map((each) => [each.comment, each] as const))(
    '%s',
    (_comment, { object, given, collection, originator, expect: expected }) => {
      const labels = labelsOf({
        object,
        given: given ?? defaults.given,
        collection: collection ?? defaults.collection,
        originator: originator ?? null,
        facets,
        markingOf,
      });
      expect(labels).toEqual({ ...defaults.expect, ...expected });
    },
  );

  it('gives one digest whatever the order of markings, given labels and facets', () => {
    const ids = [...definitions.keys(), 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'];
    const words = ['no-onward', 'eyes-only', 'no-listing'];
    const digestFor = (refs: readonly string[], handling: readonly string[], order: readonly Facet[]): string =>
      digestOf(
        labelsOf({
          object: { type: 'report', id: 'report--1', object_marking_refs: refs, tear_line: 'x' },
          given: { handling, tlp: ['green'] },
          collection: defaults.collection,
          originator: null,
          facets: order,
          markingOf,
        }),
      );
    const shuffled = <T>(items: readonly T[]) => fc.shuffledSubarray([...items], { minLength: items.length });
    fc.assert(
      fc.property(shuffled([...ids, ...ids]), shuffled([...words, ...words]), shuffled(facets), (refs, handling, order) => {
        expect(digestFor(refs, handling, order)).toBe(digestFor(ids, words, facets));
      }),
    );
  });

  it('never loses a label of the object when an operator gives others', () => {
    const level = fc.constantFrom('clear', 'green', 'amber', 'amber+strict', 'red');
    fc.assert(
      fc.property(fc.constantFrom(...cases), level, level, ({ object }, given, fallback) => {
        const input = {
          object,
          originator: null,
          facets,
          markingOf,
          collection: { track: 'cyber', labels: { tlp: [fallback] } },
        };
        const own = labelsOf({ ...input, collection: defaults.collection, given: {} });
        const both = labelsOf({ ...input, given: { tlp: [given] } });
        expect(both.tlp).toEqual([...new Set([...own.tlp, given])].sort());
      }),
    );
  });
});
