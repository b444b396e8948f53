import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../canonical-json.js';
import { isIdentifier } from '../format/identifier.js';
import type { JsonRecord } from '../json/json-value.js';
import { CONTRIBUTING_PROPERTIES, deterministicIdOf } from './deterministic-id.js';
import { OBSERVABLE_TYPES } from './object-types.js';

interface Case {
  readonly comment: string;
  readonly object: JsonRecord;
  /** The canonical text that the id follows from; null: no id follows. */
  readonly name: string | null;
  readonly id: string | null;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/deterministic-ids.json', import.meta.url), 'utf8'),
) as readonly Case[];

const SPECIFICATION = new URL('../../../../../shared/data/stix-spec/', import.meta.url);
const absent = !existsSync(SPECIFICATION);
if (absent) console.log(`skipped: the examples of the specification are not at ${SPECIFICATION.pathname}`);

const examplesOf = (file: string) =>
  (
    JSON.parse(readFileSync(new URL(file, SPECIFICATION), 'utf8')) as {
      readonly cases: readonly Readonly<Record<string, unknown>>[];
    }
  ).cases;

const nested = (depth: number): unknown => JSON.parse(`${'['.repeat(depth)}${']'.repeat(depth)}`);

describe('the deterministic id of an observable', () => {
  it.each(cases)('follows from what contributes: $comment', ({ object, name, id }) => {
    expect(deterministicIdOf(object) ?? null).toBe(id);
    if (name !== null) expect(canonicalJson(JSON.parse(name))).toBe(name);
  });

  it('is given for every type of observable but process, whose cases are all here', () => {
    expect(new Set(Object.keys(CONTRIBUTING_PROPERTIES))).toEqual(OBSERVABLE_TYPES);
    const given = new Set(cases.filter(({ id }) => id !== null).map(({ object }) => object.type));
    expect(given).toEqual(new Set([...OBSERVABLE_TYPES].filter((type) => type !== 'process')));
  });

  it.skipIf(absent)('is that of the examples of the specification', () => {
    const examples = examplesOf('deterministic-ids.json');
    expect(examples).toHaveLength(47);
    for (const { object, id } of examples) expect(deterministicIdOf(object as JsonRecord)).toBe(id);
  });

  it.skipIf(absent)('is what others compute where the specification prints another', () => {
    const examples = examplesOf('deterministic-ids-unreproducible.json');
    expect(examples).toHaveLength(21);
    for (const { object, id_computed } of examples) expect(deterministicIdOf(object as JsonRecord)).toBe(id_computed);
  });

  it('does not depend on the order of properties, nor on those that do not contribute', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), fc.jsonValue(), (name, version, size) => {
        const id = deterministicIdOf({ type: 'software', name, version });
        expect(id).toBeDefined();
        expect(isIdentifier(id)).toBe(true);
        expect(deterministicIdOf({ version, languages: size, id: 'x', name, type: 'software' })).toBe(id);
      }),
    );
  });

  it('differs where what contributes differs', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
        const same = deterministicIdOf({ type: 'url', value: one }) === deterministicIdOf({ type: 'url', value: other });
        expect(same).toBe(one === other);
      }),
    );
  });

  it('is undefined, and nothing is thrown, whatever an object holds', () => {
    const anything = fc.anything({ withBigInt: true, withNullPrototype: true, withObjectString: true });
    fc.assert(
      fc.property(fc.constantFrom('file', 'network-traffic', 'url', 'process'), anything, anything, (type, a, b) => {
        const id = deterministicIdOf({ type, hashes: a, extensions: b, value: a, src_ref: b });
        expect(id === undefined || isIdentifier(id)).toBe(true);
      }),
    );
  });

  it('follows from nothing that nests too deep or refers to itself', () => {
    const circle: unknown[] = [];
    circle.push(circle);
    for (const values of [nested(66), nested(100_000), circle]) {
      expect(deterministicIdOf({ type: 'windows-registry-key', key: 'a', values })).toBeUndefined();
    }
    expect(deterministicIdOf({ type: 'windows-registry-key', key: 'a', values: nested(64) })).toBeDefined();
  });

  it('of a long text takes no long time', () => {
    const before = performance.now();
    expect(deterministicIdOf({ type: 'artifact', payload_bin: 'A'.repeat(8_000_000) })).toBeDefined();
    expect(deterministicIdOf({ type: 'file', name: 'a', extensions: { a: new Array(400_000).fill({}) } })).toBeDefined();
    expect(performance.now() - before).toBeLessThan(5_000);
  });
});
