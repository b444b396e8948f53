import { any, identifier, integer, list, type PropertyTable, required, string, timestamp, under } from './property-type.js';

/** Properties of the relationship objects (STIX 5), the common ones apart. */
export const RELATIONSHIP_OBJECTS = {
  relationship: {
    relationship_type: required(string),
    description: string,
    source_ref: under('S101', required(identifier('sdo', 'sco'))),
    target_ref: under('S101', required(identifier('sdo', 'sco'))),
    start_time: timestamp,
    stop_time: timestamp,
  },
  sighting: {
    description: string,
    first_seen: timestamp,
    last_seen: timestamp,
    count: under('S105', integer(0, 999_999_999)),
    sighting_of_ref: under('S104', required(identifier('sdo'))),
    observed_data_refs: under('S104', list(identifier('observed-data'))),
    where_sighted_refs: under('S104', list(identifier('identity', 'location'))),
    // The table prints a string and its text tells of a yes or no: both are taken.
    summary: any,
  },
} satisfies Readonly<Record<string, PropertyTable>>;
