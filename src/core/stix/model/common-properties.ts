import type { StandardKind } from './object-types.js';
import { type PropertyTable, propertyTable } from './property-table.js';

/** Required by all kinds but observables. */
const REQUIRED = `
  spec_version* enum 2.1 @S041
  created* timestamp @S042
`;

const MARKINGS = `
  object_marking_refs list of identifier of marking-definition @S050
  granular_markings list of granular-marking @S051
  extensions dictionary @S053
`;

const OF_CREATOR = `
  created_by_ref identifier of identity @S044
  revoked boolean @S045
  labels list of string
  confidence integer 0..100 @S047
  lang language @S049
  external_references list of external-reference
`;

const VERSIONED = propertyTable(`${REQUIRED}\n modified* timestamp @S042\n ${OF_CREATOR}\n ${MARKINGS}`);

/**
 * The common properties by kind (STIX 3.2). Where the specification says "not applicable" the property is not in the table: it
 * forbids nothing then, so nothing is refused.
 */
export const COMMON_PROPERTIES: Readonly<Record<StandardKind, PropertyTable>> = {
  sdo: VERSIONED,
  sro: VERSIONED,
  sco: propertyTable(`
    spec_version enum 2.1 @S041
    defanged boolean
    ${MARKINGS}
  `),
  smo: propertyTable(`
    ${REQUIRED}
    modified timestamp @S042
    ${OF_CREATOR}
    ${MARKINGS}
  `),
};
