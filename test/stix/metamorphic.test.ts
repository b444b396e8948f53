import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateStix } from '../../src/core/stix/check/validate-stix.js';
import type { PropertyType } from '../../src/core/stix/model/property-type.js';
import { arbitraryObject, kindOfSample, type Sample, STANDARD_TYPES, tableOf } from './arbitrary-object.js';

const RUNS = { numRuns: 40 };

const found = (object: unknown) => validateStix(object).errors.map(({ rule, pointer }) => `${rule} ${pointer}`);

/** A value that is not of the type, and the rule that says so. */
const wrongFor = (type: PropertyType): readonly [unknown, string] | undefined => {
  switch (type.kind) {
    case 'list':
      return ['no list', type.rule ?? 'S021'];
    case 'enum':
      return ['no-such-term', type.rule ?? 'S005'];
    case 'open-vocab':
    case 'string':
      return [7, type.rule ?? 'S190'];
    case 'integer':
      return [1.5, type.rule ?? 'S019'];
    case 'float':
      return ['1', type.rule ?? 'S190'];
    case 'identifier':
      return ['nobody', 'S012'];
    case 'dictionary':
      return ['no dictionary', type.rule ?? 'S003'];
    case 'binary':
      return ['a', type.rule ?? 'S001'];
    case 'boolean':
      return ['true', type.rule ?? 'S002'];
    case 'hashes':
      return ['no hashes', 'S009'];
    case 'hex':
      return ['abc', type.rule ?? 'S011'];
    case 'timestamp':
      return ['2026-02-30T00:00:00.000Z', 'S023'];
    default:
      return undefined;
  }
};

/** Properties that other rules stand on: to break one of these breaks more than one. */
const ENTANGLED: Readonly<Record<string, readonly string[]>> = {
  artifact: ['payload_bin', 'url', 'hashes', 'encryption_algorithm', 'decryption_key'],
  location: ['latitude', 'longitude'],
  'marking-definition': ['definition_type', 'definition'],
  'observed-data': ['objects'],
  'email-message': ['is_multipart', 'body', 'body_multipart'],
  'extension-definition': ['extension_properties'],
  'network-traffic': ['end'],
};

describe.each(STANDARD_TYPES)('a valid %s', (type) => {
  const table = tableOf(type);
  const sample = arbitraryObject(type);

  it('is found valid', () => {
    fc.assert(
      fc.property(sample, (object) => {
        expect(found(object)).toEqual([]);
      }),
      RUNS,
    );
  });

  it('is judged the same whatever the order of its properties, custom ones and the normal form of its texts', () => {
    fc.assert(
      fc.property(sample, fc.constantFrom('NFC', 'NFD'), (object, form) => {
        const text = JSON.stringify({ x_ours: ['é', { deep: [] }], ...object });
        const other = JSON.parse(text, (_, value) => (typeof value === 'string' ? value.normalize(form) : value)) as Sample;
        expect(found(Object.fromEntries(Object.entries(other).reverse()))).toEqual([]);
        const broken = { ...object, spec_version: '2.2', confidence: kindOfSample(type) === 'sco' ? undefined : 101 };
        const findings = validateStix(broken);
        expect(validateStix(Object.fromEntries(Object.entries(broken).reverse()))).toEqual(findings);
      }),
      RUNS,
    );
  });

  it('with one required property left out breaks that rule and no other', () => {
    for (const [name, { required, rule }] of Object.entries(table)) {
      if (required !== true || name === 'spec_version' || ENTANGLED[type]?.includes(name)) continue;
      fc.assert(
        fc.property(sample, ({ [name]: _, ...object }) => {
          expect(found(object)).toEqual([`${rule ?? 'S033'} /${name}`]);
        }),
        { numRuns: 5 },
      );
    }
  });

  it('with one property that is not of its type breaks that rule and no other', () => {
    for (const [name, property] of Object.entries(table)) {
      const wrong = wrongFor(property);
      if (wrong === undefined || ENTANGLED[type]?.includes(name) || name === 'spec_version') continue;
      fc.assert(
        fc.property(sample, (object) => {
          expect(found({ ...object, [name]: wrong[0] })).toEqual([`${wrong[1]} /${name}`]);
        }),
        { numRuns: 3 },
      );
    }
  });

  it('with a property that is null or empty is told so, and nothing else', () => {
    for (const [name, { kind }] of Object.entries(table)) {
      if (ENTANGLED[type]?.includes(name)) continue;
      const empty = kind === 'list' ? [[], 'S021'] : kind === 'dictionary' ? [{}, 'S004'] : [null, 'S057'];
      fc.assert(
        fc.property(sample, (object) => {
          expect(found({ ...object, [name]: empty[0] })).toEqual([`${empty[1]} /${name}`]);
        }),
        { numRuns: 2 },
      );
    }
  });
});
