import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import { parseTimestamp } from '../../core/stix/format/timestamp.js';
import type { PageRequest, Selection } from '../../exchange/page.js';
import { parseAddedAfter } from './added-after.js';
import { parseQuery, type Query, quote } from './query.js';

export type Filters = Pick<PageRequest, 'addedAfter' | 'limit' | 'next' | 'selection'>;

type VersionMatch = Selection['versions'][number];

/** TAXII 5.3 to 5.8: which match fields an endpoint knows. Others "MAY be ignored" (3.4), and are. */
export const MATCH_FIELDS = {
  objects: ['id', 'type', 'version', 'spec_version'],
  manifest: ['id', 'type', 'version', 'spec_version'],
  object: ['version', 'spec_version'],
  versions: ['spec_version'],
} as const satisfies Record<PageRequest['endpoint'], readonly string[]>;

/**
 * The filters of a request (TAXII 3.4). A malformed value of a known parameter is `filter-malformed`, each may be given once;
 * unknown parameters are ignored. Lists come out sorted and without repetition, so that a cursor fits however they were ordered.
 */
export const parseFilters = (target: string, endpoint: PageRequest['endpoint']): Filters => {
  const query = parseQuery(target);
  const match = (field: string) => {
    const known: readonly string[] = MATCH_FIELDS[endpoint];
    return known.includes(field) ? listOf(query, `match[${field}]`) : undefined;
  };
  const selection: Selection = {
    ids: checked(match('id'), 'match[id]', isIdShaped, 'not a STIX identifier, TYPE--UUID'),
    types: checked(match('type'), 'match[type]', isTypeName, 'not a STIX type'),
    specVersions: checked(match('spec_version'), 'match[spec_version]', isSpecVersion, SPEC_VERSION),
    versions: versionsOf(match('version')),
  };
  const addedAfter = single(query, 'added_after');
  const limit = single(query, 'limit');
  return {
    selection,
    addedAfter: addedAfter === undefined ? undefined : parseAddedAfter(addedAfter),
    limit: limit === undefined ? undefined : parseLimit(limit),
    next: nonEmpty(single(query, 'next'), 'next'),
  };
};

/** The versions that DELETE is about. TAXII 5.7: its filters are `version` and `spec_version`; without, all versions go. */
export const parseDoomed = (target: string): Selection['versions'] => {
  const query = parseQuery(target);
  const specVersions = checked(listOf(query, 'match[spec_version]'), 'match[spec_version]', isSpecVersion, SPEC_VERSION);
  const versions = versionsOf(listOf(query, 'match[version]') ?? ['all']);
  return specVersions === undefined || specVersions.includes('2.1') ? versions : [];
};

const malformed = (field: string, value: string, reason: string): ParleyError =>
  new ParleyError('filter-malformed', { field, value: quote(value), reason });

const single = (query: Query, field: string): string | undefined => {
  const values = query.get(field) ?? [];
  if (values.length > 1) throw malformed(field, values.join('&'), 'give it once');
  return values[0];
};

const nonEmpty = (value: string | undefined, field: string): string | undefined => {
  if (value === '') throw malformed(field, value, 'empty');
  return value;
};

/** TAXII 3.4: values "separated by commas without spaces". */
const listOf = (query: Query, field: string): readonly string[] | undefined => {
  const text = single(query, field);
  if (text === undefined) return undefined;
  const values = text.split(',');
  if (values.includes('')) throw malformed(field, text, 'an empty item');
  if (values.length > LIMITS.match_values_max) throw malformed(field, text, `more than ${LIMITS.match_values_max} values`);
  return values;
};

const checked = (
  values: readonly string[] | undefined,
  field: string,
  isValid: (value: string) => boolean,
  reason: string,
): readonly string[] | undefined => {
  const wrong = values?.find((value) => !isValid(value));
  if (wrong !== undefined) throw malformed(field, wrong, reason);
  return values && [...new Set(values)].sort();
};

/** Wider than what can be stored: an id that no object can have matches nothing, and is no mistake of the query. */
const isIdShaped = (value: string): boolean => /^[a-z0-9-]{1,250}--[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value);
const isTypeName = (value: string): boolean => /^[a-z0-9-]{1,250}$/.test(value);
const SPEC_VERSION = 'not a version of STIX, as 2.1';
const isSpecVersion = (value: string): boolean => /^\d{1,3}\.\d{1,3}$/.test(value);

/** TAXII 3.4: an integer greater than 0, within 2^53 (section 2). The largest page bounds it where the page is made. */
const parseLimit = (text: string): number => {
  const limit = /^[0-9]{1,16}$/.test(text) ? Number(text) : 0;
  if (limit < 1 || !Number.isSafeInteger(limit)) throw malformed('limit', text, 'not an integer greater than 0');
  return limit;
};

/** TAXII 3.4.1: without the field, only the latest version of each object. */
const versionsOf = (values: readonly string[] = ['last']): readonly VersionMatch[] => {
  const versions = values.map(versionOf);
  const field = 'match[version]';
  const keys = versions.map(keyOf);
  if (new Set(keys).size < keys.length) throw malformed(field, values.join(','), 'the same version twice');
  if (keys.includes('all') && keys.length > 1) throw malformed(field, values.join(','), '`all` stands alone');
  return versions.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

const keyOf = (version: VersionMatch): string => (version.kind === 'exact' ? version.instant : version.kind);

const versionOf = (value: string): VersionMatch => {
  if (value === 'last' || value === 'first' || value === 'all') return { kind: value };
  const instant = parseTimestamp(value);
  if (instant === undefined) throw malformed('match[version]', value, 'not last, first, all or a timestamp in UTC');
  return { kind: 'exact', instant };
};
