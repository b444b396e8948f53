import { type PropertyTable, propertyTable } from './property-table.js';

/** Properties of the relationship objects (STIX 5), the common ones apart. */
export const RELATIONSHIP_PROPERTIES: Readonly<Record<string, PropertyTable>> = {
  relationship: propertyTable(`
    relationship_type* string
    description string
    source_ref* identifier of sdo|sco @S101
    target_ref* identifier of sdo|sco @S101
    start_time timestamp
    stop_time timestamp
  `),
  sighting: propertyTable(`
    description string
    first_seen timestamp
    last_seen timestamp
    count integer 0..999999999 @S105
    sighting_of_ref* identifier of sdo @S104
    observed_data_refs list of identifier of observed-data @S104
    where_sighted_refs list of identifier of identity|location @S104
    summary any
  `),
};
