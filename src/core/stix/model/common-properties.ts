import { externalReference, granularMarking } from './common-types.js';
import { languageTag } from './formats.js';
import type { StandardKind } from './object-types.js';
import {
  any,
  boolean,
  formatted,
  identifier,
  integer,
  keyed,
  list,
  literal,
  type PropertyTable,
  required,
  string,
  timestamp,
  under,
} from './property-type.js';

const version = under('S041', literal('2.1'));

const markings = {
  object_marking_refs: under('S050', list(identifier('marking-definition'))),
  granular_markings: under('S051', list(granularMarking)),
  extensions: under('S053', keyed('S053', any)),
};

/** What the creator of an object says of it as a whole. */
const ofCreator = {
  created_by_ref: under('S044', identifier('identity')),
  revoked: under('S045', boolean),
  labels: list(string),
  confidence: under('S047', integer(0, 100)),
  lang: under('S049', formatted(languageTag('S049'))),
  external_references: list(externalReference),
};

const versioned = {
  spec_version: required(version),
  created: under('S042', required(timestamp)),
  modified: under('S042', required(timestamp)),
  ...ofCreator,
  ...markings,
} satisfies PropertyTable;

/** The common properties by kind (STIX 3.2), `type` and `id` apart. */
export const COMMON_PROPERTIES = {
  sdo: versioned,
  sro: versioned,
  sco: { spec_version: version, defanged: under('S052', boolean), ...markings },
  smo: {
    spec_version: required(version),
    created: under('S042', required(timestamp)),
    modified: under('S042', timestamp),
    ...ofCreator,
    ...markings,
  },
} satisfies Readonly<Record<StandardKind, PropertyTable>>;

const UNVERSIONED = ['modified', 'revoked', 'labels', 'confidence', 'lang', 'defanged'];

/**
 * Common properties that the tables of sections 3 to 7 call "not applicable". They forbid nothing, so they are warned of: no
 * reader has to understand them.
 */
export const notApplicable = (
  type: string,
  kind: StandardKind,
): { readonly rule: 'S052' | 'S054' | 'S055' | 'S056'; readonly names: readonly string[] } => {
  if (kind === 'sco') {
    const names = ['created_by_ref', 'created', 'modified', 'revoked', 'labels', 'confidence', 'lang', 'external_references'];
    return { rule: 'S054', names };
  }
  if (type === 'marking-definition') return { rule: 'S055', names: UNVERSIONED };
  if (type === 'language-content') return { rule: 'S056', names: ['lang', 'defanged'] };
  if (type === 'extension-definition') return { rule: 'S056', names: ['confidence', 'lang', 'defanged', 'extensions'] };
  return { rule: 'S052', names: ['defanged'] };
};
