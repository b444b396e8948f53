import fc from 'fast-check';
import { expect, it } from 'vitest';
import { validateStix } from '../../src/core/stix/check/validate-stix.js';
import { arbitraryObject, type Sample } from './arbitrary-object.js';

interface Breaker {
  readonly rule: string;
  readonly of: string;
  readonly how: string;
  /** Makes a valid object of the type break the rule. */
  readonly broken: (object: Sample) => Sample;
}

const IDENTITY = 'identity--00000000-0000-4000-8000-000000000001';
const EARLY = '1969-01-01T00:00:00.000Z';
const without = (object: Sample, ...names: readonly string[]): Sample =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));

/** Ways to break a rule that lies between properties, on whatever valid object. */
const BREAKERS: readonly Breaker[] = [
  { rule: 'S012', of: 'tool', how: 'takes the id of another type', broken: (object) => ({ ...object, id: IDENTITY }) },
  { rule: 'S043', of: 'report', how: 'was modified before it was created', broken: (object) => ({ ...object, modified: EARLY }) },
  {
    rule: 'S050',
    of: 'marking-definition',
    how: 'marks itself',
    broken: (object) => ({ ...object, object_marking_refs: [object.id] }),
  },
  {
    rule: 'S081',
    of: 'malware',
    how: 'was last seen before it was first seen',
    broken: (object) => ({ ...object, first_seen: '2026-01-01T00:00:00.000Z', last_seen: EARLY }),
  },
  {
    rule: 'S172',
    of: 'indicator',
    how: 'has a pattern without an end',
    broken: (object) => ({ ...object, pattern: "[url:value = 'a'", pattern_type: 'stix' }),
  },
  {
    rule: 'S084',
    of: 'indicator',
    how: 'ends as it begins',
    broken: (object) => ({ ...object, valid_until: object.valid_from }),
  },
  {
    rule: 'S085',
    of: 'location',
    how: 'lies nowhere',
    broken: (object) => without(object, 'region', 'country', 'latitude', 'longitude', 'precision'),
  },
  {
    rule: 'S087',
    of: 'malware',
    how: 'is a family without a name',
    broken: (object) => without({ ...object, is_family: true }, 'name'),
  },
  {
    rule: 'S089',
    of: 'malware-analysis',
    how: 'has no result',
    broken: (object) => without(object, 'result', 'analysis_sco_refs'),
  },
  {
    rule: 'S091',
    of: 'observed-data',
    how: 'observed relationships only',
    broken: (object) => ({ ...object, object_refs: [IDENTITY.replace('identity', 'sighting')] }),
  },
  {
    rule: 'S100',
    of: 'relationship',
    how: 'is of a type in capitals',
    broken: (object) => ({ ...object, relationship_type: 'USES' }),
  },
  {
    rule: 'S102',
    of: 'relationship',
    how: 'stops as it starts',
    broken: (object) => ({ ...object, start_time: EARLY, stop_time: EARLY }),
  },
  {
    rule: 'S105',
    of: 'sighting',
    how: 'was last seen before',
    broken: (object) => ({ ...object, first_seen: '2026-01-01T00:00:00.000Z', last_seen: EARLY }),
  },
  {
    rule: 'S110',
    of: 'artifact',
    how: 'has a payload and a url',
    broken: (object) => ({ ...object, payload_bin: 'YQ==', url: 'https://example.com' }),
  },
  {
    rule: 'S114',
    of: 'email-message',
    how: 'has a body of the other kind',
    broken: (object) => ({ ...without(object, 'body_multipart'), is_multipart: true, body: 'a' }),
  },
  {
    rule: 'S116',
    of: 'file',
    how: 'has neither name nor hashes',
    broken: (object) => without(object, 'name', 'name_enc', 'hashes'),
  },
  {
    rule: 'S120',
    of: 'network-traffic',
    how: 'is active and has ended',
    broken: (object) => ({ ...without(object, 'start'), is_active: true, end: EARLY }),
  },
  {
    rule: 'S135',
    of: 'marking-definition',
    how: 'has a definition of no type',
    broken: (object) => without(object, 'definition_type'),
  },
  {
    rule: 'S136',
    of: 'marking-definition',
    how: 'states nothing',
    broken: (object) => ({ ...object, definition: { text: 'a' } }),
  },
  {
    rule: 'S141',
    of: 'tool',
    how: 'is marked by nothing',
    broken: (object) => ({ ...object, granular_markings: [{ selectors: ['id'] }] }),
  },
  {
    rule: 'S143',
    of: 'tool',
    how: 'marks what it has not',
    broken: (object) => ({ ...object, granular_markings: [{ selectors: ['nothing_here'], lang: 'de' }] }),
  },
];

it.each(BREAKERS)('a valid $of that $how breaks $rule and nothing else', ({ rule, of, broken }) => {
  fc.assert(
    fc.property(arbitraryObject(of), (object) => {
      const found = new Set(validateStix(broken(object)).errors.map((error) => error.rule));
      expect([...found]).toEqual([rule]);
    }),
    { numRuns: 50 },
  );
});
