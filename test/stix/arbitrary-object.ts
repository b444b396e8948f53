import fc from 'fast-check';
import { parseTimestamp } from '../../src/core/stix/format/timestamp.js';
import { COMMON_PROPERTIES } from '../../src/core/stix/model/common-properties.js';
import { DOMAIN_OBJECTS } from '../../src/core/stix/model/domain-objects.js';
import { META_OBJECTS } from '../../src/core/stix/model/meta-objects.js';
import { type StandardKind, standardKindOf } from '../../src/core/stix/model/object-types.js';
import { OBSERVABLE_OBJECTS } from '../../src/core/stix/model/observable-objects.js';
import type { PropertyTable } from '../../src/core/stix/model/property-type.js';
import { RELATIONSHIP_OBJECTS } from '../../src/core/stix/model/relationship-objects.js';
import { arbitraryRecord, uuid } from './arbitrary-value.js';

export type Sample = Record<string, unknown>;

const OWN: Readonly<Record<string, PropertyTable>> = {
  ...DOMAIN_OBJECTS,
  ...RELATIONSHIP_OBJECTS,
  ...OBSERVABLE_OBJECTS,
  ...META_OBJECTS,
};

export const STANDARD_TYPES: readonly string[] = Object.keys(OWN);

export const kindOfSample = (type: string): StandardKind => {
  const kind = standardKindOf(type);
  if (kind === undefined) throw new Error(`${type} is not of the standard`);
  return kind;
};

/** All properties of a type, common and own, `type` and `id` apart. */
export const tableOf = (type: string): PropertyTable => ({ ...COMMON_PROPERTIES[kindOfSample(type)], ...OWN[type] });

const ordered = (sample: Sample, earlier: string, later: string): void => {
  const [a, b] = [sample[earlier], sample[later]] as [string | undefined, string | undefined];
  if (a === undefined || b === undefined) return;
  const [from = '', to = ''] = [parseTimestamp(a), parseTimestamp(b)];
  if (from === to) delete sample[later];
  else if (from > to) [sample[earlier], sample[later]] = [b, a];
};

const one = (sample: Sample, keep: string, ...drop: readonly string[]): void => {
  if (sample[keep] !== undefined) for (const name of drop) delete sample[name];
};

/** Brings properties that chance has chosen apart into what the standard demands between them. */
const MENDED: Readonly<Record<string, (sample: Sample) => void>> = {
  artifact: (sample) => {
    sample.hashes ??= { MD5: '0'.repeat(32) };
    one(sample, 'url', 'payload_bin');
    if (sample.url === undefined) sample.payload_bin ??= 'YQ==';
    if (sample.decryption_key !== undefined) sample.encryption_algorithm ??= 'AES-256-GCM';
  },
  'email-message': (sample) => {
    delete sample[sample.is_multipart === true ? 'body' : 'body_multipart'];
    for (const part of (sample.body_multipart ?? []) as Sample[]) part.body ??= 'a body';
  },
  'extension-definition': (sample) => {
    delete sample.extensions;
    delete sample.extension_properties;
  },
  file: (sample) => {
    sample.name ??= 'a name';
  },
  indicator: (sample) => {
    sample.pattern = "[url:value = 'https://example.com']";
    ordered(sample, 'valid_from', 'valid_until');
  },
  'language-content': (sample) => {
    sample.contents = { de: { name: 'Bank 1' } };
  },
  location: (sample) => {
    sample.region ??= 'europe';
    sample.longitude = sample.latitude ??= 1;
  },
  malware: (sample) => {
    if (sample.is_family === true) sample.name ??= 'Cryptolocker';
  },
  'malware-analysis': (sample) => {
    if (sample.analysis_sco_refs === undefined) sample.result ??= 'benign';
  },
  'marking-definition': (sample) => {
    sample.definition_type = 'statement';
    sample.definition = { statement: 'a copyright line' };
  },
  'network-traffic': (sample) => {
    sample.src_ref ??= 'ipv4-addr--00000000-0000-4000-8000-000000000001';
    ordered(sample, 'start', 'end');
    if (sample.end !== undefined) sample.is_active = false;
  },
  'observed-data': (sample) => {
    delete sample.objects;
    sample.object_refs = ['ipv4-addr--00000000-0000-4000-8000-000000000001'];
    ordered(sample, 'first_observed', 'last_observed');
  },
  process: (sample) => {
    sample.pid ??= 7;
  },
  relationship: (sample) => {
    sample.relationship_type = 'related-to';
    ordered(sample, 'start_time', 'stop_time');
  },
  'user-account': (sample) => {
    sample.user_id ??= '1001';
  },
  'windows-registry-key': (sample) => {
    sample.key ??= 'HKEY_USERS';
  },
  'x509-certificate': (sample) => {
    sample.issuer ??= 'an issuer';
  },
};

const CATALOGUED = new Set(['attack-pattern', 'vulnerability']);

const mended = (type: string, id: string, sample: Sample): Sample => {
  const object: Sample = { type, id: `${type}--${id}`, ...sample };
  ordered(object, 'created', 'modified');
  if (object.created !== undefined && kindOfSample(type) !== 'smo') object.modified ??= object.created;
  if ('modified' in tableOf(type) && tableOf(type).modified?.required) object.modified ??= object.created;
  ordered(object, 'first_seen', 'last_seen');
  for (const reference of (object.external_references ?? []) as Sample[]) {
    reference.description ??= 'a reference';
    if (CATALOGUED.has(type)) reference.source_name = 'elsewhere';
    if (reference.hashes !== undefined) reference.hashes = { MD5: '0'.repeat(32) };
  }
  if (object.granular_markings !== undefined) {
    for (const marking of object.granular_markings as Sample[]) {
      if (marking.lang !== undefined) delete marking.marking_ref;
      else marking.marking_ref ??= 'marking-definition--00000000-0000-4000-8000-000000000009';
      if (marking.lang !== undefined) marking.lang = 'de';
      marking.selectors = ['id'];
    }
  }
  if (object.extensions !== undefined)
    object.extensions = {
      'extension-definition--00000000-0000-4000-8000-000000000008': { extension_type: 'property-extension', note: 'a' },
    };
  MENDED[type]?.(object);
  return object;
};

/** A valid object of a type of the standard. Its observables have ids of version 4, which are always lawful. */
export const arbitraryObject = (type: string): fc.Arbitrary<Sample> =>
  fc.tuple(uuid, arbitraryRecord(tableOf(type))).map(([id, sample]) => mended(type, id, sample));
