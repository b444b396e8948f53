import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isRecord } from '../json/json-value.js';
import type { RuleId } from '../model/rules.js';
import { checkPattern } from './check-pattern.js';
import { parsePattern } from './parse-pattern.js';
import type { PatternFault } from './pattern-fault.js';

const CORPUS = new URL('../../../../../shared/data/', import.meta.url);
const absent = !existsSync(CORPUS);
if (absent) console.log(`skipped: the corpus of published patterns is not at ${CORPUS.pathname}`);

const read = (path: string): unknown => JSON.parse(readFileSync(new URL(path, CORPUS), 'utf8'));

interface Case {
  readonly pattern: string;
  readonly expect: 'pass' | 'fail';
  readonly error_prefix?: string;
}

/**
 * Where OASIS's validator lets pass what the standard forbids with MUST: it checks neither names (3.1: its `x:created` is what
 * OASIS's own validator of objects refuses as `f:name`), nor dates, nor what AND joins (9.5), nor the qualifiers after `)`.
 */
const STRICTER: ReadonlyMap<number, readonly string[]> = new Map<number, readonly string[]>([
  [40, ['S030']],
  [45, ['S174']],
  [47, ['S173']],
  ...[49, 50, 51, 52, 53, 54, 55].map((place) => [place, ['S031']] as const),
  ...[57, 58, 59].map((place) => [place, ['S031', 'S023']] as const),
  [102, ['S173', 'S178']],
  [103, ['S031']],
]);

const faultsOf = (text: string): readonly PatternFault[] => {
  const parsed = parsePattern(text);
  return 'fault' in parsed ? [parsed.fault] : checkPattern(parsed.pattern);
};

/** All patterns of indicators in a JSON value that say they are of STIX. */
const patternsIn = (value: unknown): readonly string[] => {
  if (Array.isArray(value)) return value.flatMap(patternsIn);
  if (!isRecord(value)) return [];
  const own = value.type === 'indicator' && value.pattern_type === 'stix' && typeof value.pattern === 'string';
  return [...(own ? [value.pattern as string] : []), ...Object.values(value).flatMap(patternsIn)];
};

describe.skipIf(absent)('published patterns', () => {
  const cases = absent ? [] : (read('patterns/patterns-v21.json') as { readonly cases: readonly Case[] }).cases;
  const numbered = cases.map((one, place) => ({ ...one, place }));
  const passing = numbered.filter((one) => one.expect === 'pass');
  const failing = numbered.filter((one) => one.expect === 'fail');

  it('are all there', () => {
    expect([passing.length, failing.length]).toEqual([77, 27]);
  });

  it.each(passing)('of the grammar are read: $pattern', ({ pattern }) => {
    expect(parsePattern(pattern)).toHaveProperty('pattern');
  });

  it.each(passing)(
    'that pass have no fault, but for those of rules that were not checked there: $pattern',
    ({ pattern, place }) => {
      expect(faultsOf(pattern).map(({ rule }) => rule)).toEqual(STRICTER.get(place) ?? []);
    },
  );

  it.each(failing)('that fail have a fault, at the same place where one is named: $pattern', ({ pattern, error_prefix = '' }) => {
    const [fault] = faultsOf(pattern);
    expect(fault).toBeDefined();
    const column = /line 1:(\d+)/.exec(error_prefix)?.[1];
    if (column !== undefined) expect(fault?.at).toBe(Number(column));
  });

  const bundles = absent ? [] : readdirSync(new URL('bundles/cti-stix2-json-schemas/', CORPUS));
  const files = [
    'attack/ics-attack.json',
    'stix-spec/examples-accept.json',
    'stix-validator/accept.json',
    ...bundles.map((name) => `bundles/cti-stix2-json-schemas/${name}`),
  ];

  it('of indicators in published STIX are valid', () => {
    const patterns = absent ? [] : files.flatMap((path) => patternsIn(read(path)));
    expect(patterns.length).toBeGreaterThan(60);
    for (const pattern of patterns) expect({ pattern, faults: faultsOf(pattern) }).toEqual({ pattern, faults: [] });
  });

  it('that the published tests of objects refuse are refused', () => {
    const rules = ['pattern must parse', 'object types and properties in a pattern follow the naming rules (3..250)'];
    const { cases: refused } = read('stix-validator/reject.json') as {
      readonly cases: readonly { readonly object: unknown; readonly rules: readonly { readonly rule: RuleId }[] }[];
    };
    const patterns = refused
      .filter((one) => one.rules.some(({ rule }) => rules.includes(rule)))
      .flatMap(({ object }) => patternsIn(object));
    expect(patterns).toHaveLength(4);
    for (const pattern of patterns) expect(faultsOf(pattern), pattern).not.toEqual([]);
  });
});
