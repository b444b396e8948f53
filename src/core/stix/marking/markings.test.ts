import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateStix } from '../check/validate-stix.js';
import { type Marking, markingIdsOf, meaningOf, wellKnownMarking } from './markings.js';

interface Case {
  readonly comment: string;
  readonly definition: Readonly<Record<string, unknown>>;
  readonly meaning: Marking;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/markings.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('a marking definition', () => {
  it.each(cases)('$comment', ({ definition, meaning }) => {
    expect(meaningOf(definition)).toEqual(meaning);
  });

  it('that is nothing of the kind restricts', () => {
    for (const definition of [{}, { id: 1 }, { extensions: 1 }, { definition_type: 'tlp', definition: null }, { name: 5 }]) {
      expect(meaningOf(definition)).toEqual({ kind: 'other' });
    }
  });

  it('with a standard id is known without its definition, any other is not', () => {
    expect(wellKnownMarking('marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003')).toEqual({
      kind: 'tlp',
      level: 'amber+strict',
    });
    expect(wellKnownMarking('marking-definition--00000000-0000-4000-8000-000000000001')).toBeUndefined();
  });

  it('of the vectors that claims a standard id would not enter with another meaning', () => {
    const claimed = { ...cases[9]?.definition, definition_type: 'tlp', definition: { tlp: 'white' } };
    expect(validateStix(claimed).errors.map(({ rule }) => rule)).toEqual(['S137']);
  });
});

describe('the markings on an object', () => {
  it('are those on the whole and those on parts, each once', () => {
    expect(
      markingIdsOf({
        object_marking_refs: ['m--1', 'm--2'],
        granular_markings: [
          { selectors: ['a'], marking_ref: 'm--3' },
          { selectors: ['b'], lang: 'de' },
          { selectors: ['c'], marking_ref: 'm--1' },
        ],
      }),
    ).toEqual(['m--1', 'm--2', 'm--3']);
    expect(markingIdsOf({})).toEqual([]);
  });
});
