import {
  any,
  dictionary,
  enumeration,
  identifier,
  keyed,
  list,
  type PropertyTable,
  required,
  string,
  timestamp,
  under,
} from './property-type.js';

/** Properties of the meta objects (STIX 7), those apart that all of them share. */
export const META_OBJECTS = {
  'extension-definition': {
    modified: under('S042', required(timestamp)),
    created_by_ref: under('S044', required(identifier('identity'))),
    name: under('S152', required(string)),
    description: string,
    schema: under('S152', required(string)),
    version: under('S152', required(string)),
    extension_types: under('S152', required(list(enumeration('extension-type-enum')))),
    extension_properties: under('S152', list(string)),
  },
  'language-content': {
    modified: under('S042', required(timestamp)),
    object_ref: under('S130', required(identifier())),
    object_modified: under('S130', timestamp),
    contents: under('S131', required(keyed('S131', dictionary(any)))),
  },
  'marking-definition': {
    name: string,
    definition_type: under('S135', string),
    definition: under('S135', dictionary(any)),
  },
} satisfies Readonly<Record<string, PropertyTable>>;
