import { type PropertyTable, propertyTable } from './property-table.js';

/** Properties of the meta objects (STIX 7), the common ones apart. */
export const META_PROPERTIES: Readonly<Record<string, PropertyTable>> = {
  'extension-definition': propertyTable(`
    modified* timestamp @S042
    created_by_ref* identifier of identity @S044
    name* string @S152
    description string
    schema* string @S152
    version* string @S152
    extension_types* list of enum new-sdo|new-sco|new-sro|property-extension|toplevel-property-extension @S152
    extension_properties list of string @S152
  `),
  'language-content': propertyTable(`
    modified* timestamp @S042
    object_ref* identifier @S130
    object_modified timestamp @S130
    contents* dictionary @S131
  `),
  'marking-definition': propertyTable(`
    name string
    definition_type string @S135
    definition dictionary @S135
  `),
};
