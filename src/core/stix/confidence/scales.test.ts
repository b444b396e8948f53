import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatAdmiraltyRating, parseAdmiraltyRating } from './admiralty-rating.js';
import { parseTerm } from './parse-term.js';
import { type EstimativeTerm, SCALES, type Scale, type Term } from './scales.js';
import { bandOf, confidenceOf, confidenceOfTerm, termOf } from './term-of.js';

interface Vectors {
  readonly written: readonly {
    readonly comment: string;
    readonly scale: Scale;
    readonly term: Term;
    readonly confidence: number | null;
  }[];
  readonly shown: readonly {
    readonly comment: string;
    readonly scale: Scale;
    readonly confidence: number | null;
    readonly term: string | null;
    readonly band: string | null;
  }[];
  readonly read: readonly {
    readonly comment: string;
    readonly scale: Scale;
    readonly text: string;
    readonly term: string | null;
  }[];
  readonly ratings: readonly {
    readonly comment: string;
    readonly text: string;
    readonly rating: unknown;
    readonly short: string | null;
  }[];
}

const vectors = JSON.parse(readFileSync(new URL('../../../../vectors/stix/confidence.json', import.meta.url), 'utf8')) as Vectors;

const TABLE = new URL('../../../../../shared/data/tables/confidence-scales.json', import.meta.url);
const absent = !existsSync(TABLE);
if (absent) console.log(`skipped: the tables of Appendix A are not at ${TABLE.pathname}`);

const names = Object.keys(SCALES) as readonly Scale[];
const anyScale = fc.constantFrom(...names);
const anyConfidence = fc.integer({ min: 0, max: 100 });

describe('a term of a scale', () => {
  it.each(vectors.written)('is written as a number: $comment', ({ scale, term, confidence }) => {
    expect(confidenceOf(scale, term) ?? null).toBe(confidence);
  });

  it.each(vectors.shown)('is read off a number: $comment', ({ scale, confidence, term, band }) => {
    expect(termOf(scale, confidence ?? undefined) ?? null).toBe(term);
    expect(bandOf(scale, confidence ?? undefined) ?? null).toBe(band);
  });

  it.each(vectors.read)('is understood as people write it: $comment', ({ scale, text, term }) => {
    expect(parseTerm(scale, text) ?? null).toBe(term);
  });

  it('survives the way to a number and back on its own scale', () => {
    fc.assert(
      fc.property(anyScale, fc.option(anyConfidence, { nil: undefined }), (scale, confidence) => {
        const term = termOf(scale, confidence);
        expect(term).toBeDefined();
        if (term !== undefined) expect(termOf(scale, confidenceOf(scale, term))).toBe(term);
      }),
    );
  });

  it('does not survive the way over another scale, so it is kept with its own', () => {
    const said: EstimativeTerm = { scale: 'dni', term: 'Very Likely / Highly Probable' };
    const over = termOf('wep', confidenceOfTerm(said));
    expect(confidenceOfTerm(said)).toBe(85);
    expect(over).toBe('Highly likely/Almost Certain');
    expect(over && termOf('dni', confidenceOf('wep', over))).toBe('Almost Certain / Nearly Certain');
  });

  it('is understood in its own spelling, any case and any hyphens', () => {
    fc.assert(
      fc.property(anyScale, anyConfidence, fc.constantFrom(' ', '-', '_', ' – ', '  '), fc.boolean(), (scale, n, gap, loud) => {
        const term = termOf(scale, n) ?? '';
        const text = term.replaceAll(' ', gap);
        expect(parseTerm(scale, loud ? text.toUpperCase() : text)).toBe(term);
        expect(parseTerm(scale, bandOf(scale, n) ?? '')).toBe(term);
      }),
    );
  });

  it('is never read into what is too long to be one', () => {
    expect(parseTerm('wep', ' '.repeat(10_000_000))).toBeUndefined();
    expect(parseTerm('wep', `likely${' '.repeat(200)}`)).toBeUndefined();
  });
});

describe('a scale', () => {
  it.each(names)('has exactly one term for every number from 0 to 100, without gaps: %s', (scale) => {
    const steps: readonly { readonly least: number; readonly most: number; readonly confidence: number }[] = SCALES[scale].steps;
    expect(steps[0]?.least).toBe(0);
    expect(steps.at(-1)?.most).toBe(100);
    for (const [place, { least, most, confidence }] of steps.entries()) {
      expect(least).toBe(place === 0 ? 0 : (steps[place - 1]?.most ?? Number.NaN) + 1);
      expect(least <= confidence && confidence <= most).toBe(true);
    }
    for (let n = 0; n <= 100; n++) expect(steps.filter(({ least, most }) => least <= n && n <= most)).toHaveLength(1);
  });

  it.each(names)('gives each term a band and spellings of its own: %s', (scale) => {
    const steps: readonly { readonly term: string; readonly band: string; readonly also?: readonly string[] }[] =
      SCALES[scale].steps;
    expect(new Set(steps.map(({ band }) => band)).size).toBe(steps.length);
    for (const { term, band, also = [] } of steps) {
      for (const text of [term, band, ...term.split('/'), ...also]) expect(parseTerm(scale, text)).toBe(term);
    }
  });

  it.skipIf(absent)('is that of the published table', () => {
    const published = JSON.parse(readFileSync(TABLE, 'utf8')) as {
      readonly scales: Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>;
      readonly not_specified: Readonly<Record<string, readonly string[]>>;
    };
    const own = Object.fromEntries(
      names.map((scale) => [
        scale,
        SCALES[scale].steps.map(({ term, confidence, least, most }) => ({ term, value: confidence, min: least, max: most })),
      ]),
    );
    expect(own).toEqual(published.scales);
    expect(published.not_specified).toEqual({ 'admiralty-credibility': [SCALES['admiralty-credibility'].unspecified] });
  });
});

describe('an Admiralty rating', () => {
  it.each(vectors.ratings)('is read from letter and digit: $comment', ({ text, rating, short }) => {
    const read = parseAdmiraltyRating(text);
    expect(read ?? null).toEqual(rating);
    expect(read ? formatAdmiraltyRating(read) : null).toBe(short);
  });

  it('of which nothing can be judged has no confidence, not 0', () => {
    const rating = parseAdmiraltyRating('F6');
    expect(rating).toBeDefined();
    expect(rating && confidenceOf('admiralty-credibility', rating.credibility)).toBeUndefined();
  });
});
