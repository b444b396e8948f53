import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { validateStix } from './check/validate-stix.js';
import { ObjectStream } from './json/object-stream.js';
import { type ReadItem, readItem } from './read-item.js';

/** Published STIX that nobody here wrote; it lies beside the project where it is at hand, and is never copied into it. */
const CORPUS = new URL('../../../../shared/data/', import.meta.url);
const absent = !existsSync(CORPUS);
if (absent) console.log(`skipped: the corpus of published STIX is not at ${CORPUS.pathname}`);

interface Case {
  readonly id?: string;
  readonly object: unknown;
  readonly basis?: string;
  readonly single_fault?: boolean;
  readonly reason?: string;
  readonly id_computed?: string;
  readonly rules?: readonly { readonly section: string; readonly rule: string }[];
}

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decode = (bytes: Uint8Array) => decoder.decode(bytes);

const judged = (bytes: Uint8Array, size = 65_536): readonly ReadItem[] => {
  const stream = new ObjectStream();
  const items = [];
  for (let at = 0; at < bytes.length; at += size) items.push(...stream.push(bytes.subarray(at, at + size)));
  return [...items, ...stream.end()].map((item) => readItem(item, decode));
};

const bytesOf = (path: string): Uint8Array => readFileSync(new URL(path, CORPUS));
const casesOf = (path: string) => (JSON.parse(decode(bytesOf(path))) as { readonly cases: readonly Case[] }).cases;
const refusalsOf = (object: unknown) => judged(Buffer.from(JSON.stringify(object))).filter(({ ok }) => !ok);

/** The rules that the words of the corpus mean, by their beginning. */
const MEANT: readonly (readonly [string, readonly string[]])[] = [
  ['modified not earlier than created', ['S043']],
  ['RFC 3339 UTC timestamp', ['S023', 'S042']],
  ['IP address in CIDR notation', ['S118']],
  ['required property missing', ['S033', 'S042', 'S041', 'S082', 'S087', 'S089', 'S090', 'S104', 'S117', 'S131', 'S152', 'S012']],
  ['external reference needs', ['S007', 'S080', 'S094']],
  ['id is object-type--UUID', ['S012', 'S160']],
  ['last_seen >= first_seen', ['S081', 'S105']],
  ['relationship ends are', ['S101']],
  ['property names', ['S030', 'S031', 'S153']],
  ['type names', ['S030', 'S031']],
  ['object types and properties in a pattern', ['S031', 'S182']],
  ['pattern must parse', ['S170', 'S172', 'S174', 'S178', 'S182']],
  ['reserved names', ['S034']],
  ['extension type comes from', ['S053', 'S152', 'S005']],
  ['lang / contents keys', ['S049', 'S131']],
  ['a marking definition does not mark itself', ['S050', 'S051']],
  ['marking references point at', ['S050', 'S051']],
  ['definition_type and definition', ['S135']],
  ['_enc values', ['S111', 'S116']],
  ['observed-data object_refs', ['S091', 'S012']],
  ['valid URL', ['S110', 'S123']],
  ['extension_properties only', ['S152']],
  ['no empty lists', ['S021']],
  ['valid_until > valid_from', ['S084']],
  ['boolean literal', ['S002', 'S045', 'S087']],
  ['selector', ['S142', 'S143']],
  ['TLP 1 markings', ['S137']],
  ['end >= start', ['S120']],
  ['is_active true', ['S120']],
  ['ports', ['S120']],
  ['src_ref or dst_ref', ['S120']],
  ['exactly one of payload_bin', ['S110']],
  ['binary values are base64', ['S001']],
  ['email-addr value', ['S113']],
  ['body / body_multipart', ['S114']],
  ['decryption_key needs', ['S110']],
  ['hash algorithm name', ['S009']],
  ['last_observed >=', ['S092']],
  ['number_observed', ['S092']],
  ['extension key', ['S053']],
  ['extensions is a dictionary', ['S053']],
  ['UUIDv4 when', ['S015']],
  ['cpe is a CPE', ['S122']],
  ['encryption-algorithm-enum', ['S110', 'S005']],
  ['registry hive', ['S125']],
  ['stop_time > start_time', ['S102']],
  ['relationship_type', ['S100']],
  ['observed_data_refs', ['S104']],
  ['sighting_of_ref', ['S104']],
  ['where_sighted_refs', ['S104']],
];

const meantBy = (rule: string): readonly string[] => {
  const meant = MEANT.find(([beginning]) => rule.startsWith(beginning));
  if (meant === undefined) throw new Error(`the words of the corpus are not understood: ${rule}`);
  return meant[1];
};

describe.skipIf(absent)('published STIX', () => {
  const bundles = absent
    ? []
    : readdirSync(new URL('bundles/cti-stix2-json-schemas/', CORPUS)).map((name) => `bundles/cti-stix2-json-schemas/${name}`);

  it.each(['attack/ics-attack.json', ...bundles])('enters whole and byte for byte: %s', (path) => {
    const bytes = bytesOf(path);
    const items = judged(bytes);
    expect(items.filter(({ ok }) => !ok)).toEqual([]);
    const whole = JSON.parse(decode(bytes)) as { readonly objects?: readonly unknown[] };
    expect(items.map((item) => item.ok && item.object)).toEqual(whole.objects ?? [whole]);
    const text = decode(bytes);
    let end = 0;
    for (const [place, item] of items.entries()) {
      const found = item.ok ? text.indexOf(item.text, end) : -1;
      expect(found).toBeGreaterThanOrEqual(end);
      if (place > 0) expect(text.slice(end, found)).toMatch(/^\s*,\s*$/);
      end = found + (item.ok ? item.text.length : 0);
    }
  });

  it.each(['stix-validator/accept.json', 'stix-spec/examples-accept.json'])('that is valid is not refused: %s', (path) => {
    const cases = casesOf(path);
    expect(cases.length).toBeGreaterThan(150);
    for (const { id, object } of cases) expect({ id, refusals: refusalsOf(object) }).toEqual({ id, refusals: [] });
  });

  it('that must be rejected is, all of it', () => {
    const cases = casesOf('stix-validator/reject.json').filter(({ basis }) => basis === 'MUST' || basis === 'definition');
    expect(cases).toHaveLength(154);
    expect(cases.filter(({ object }) => refusalsOf(object).length === 0).map(({ id, rules }) => ({ id, rules }))).toEqual([]);
  });

  it('that has a single fault is told of that fault and no other', () => {
    const cases = casesOf('stix-validator/reject.json').filter(({ single_fault }) => single_fault === true);
    expect(cases).toHaveLength(123);
    for (const { id, object, rules = [] } of cases) {
      const meant = rules.flatMap(({ rule }) => meantBy(rule));
      const found = [...new Set(validateStix(object).errors.map(({ rule }) => rule))];
      expect({ id, rules, found, others: found.filter((rule) => !meant.includes(rule)) }).toMatchObject({ others: [] });
      expect({ id, found }).not.toMatchObject({ found: [] });
    }
  });

  it('that the specification prints and that breaks its own rules is refused for the reason', () => {
    const expected: Readonly<Record<string, string>> = {
      'id has one hyphen after the type (2.9)': 'S012',
      'indicator without pattern_type (4.7.1)': 'S033',
      'extension_type spelt property_extension (10.5)': 'S053',
      'custom object without spec_version (11.2.1, 3.2)': 'S041',
    };
    const breaking = casesOf('stix-spec/examples-defective.json').filter(({ reason = '' }) => expected[reason] !== undefined);
    expect(breaking).toHaveLength(5);
    for (const { reason = '', object } of breaking) {
      const rules = [...new Set(validateStix(object).errors.map(({ rule }) => rule))];
      expect({ reason, rules }).toEqual({ reason, rules: [expected[reason]] });
    }
  });

  it('of which the specification prints an id that does not follow is told the id that does', () => {
    const cases = casesOf('stix-spec/deterministic-ids-unreproducible.json');
    expect(cases).toHaveLength(21);
    for (const { object, id_computed } of cases) {
      const told = validateStix(object).warnings.find(({ rule }) => rule === 'S016');
      expect({ id_computed, message: told?.message }).toMatchObject({ message: expect.stringContaining(`\`${id_computed}\``) });
    }
  });
});
