import { type PropertyTable, propertyTable } from './property-table.js';

const SEEN = `
  first_seen timestamp
  last_seen timestamp
`;

/** Properties of the domain objects (STIX 4), the common ones apart. */
export const DOMAIN_PROPERTIES: Readonly<Record<string, PropertyTable>> = {
  'attack-pattern': propertyTable(`
    name* string
    description string
    aliases list of string
    kill_chain_phases list of kill-chain-phase
  `),
  campaign: propertyTable(`
    name* string
    description string
    aliases list of string
    ${SEEN}
    objective string
  `),
  'course-of-action': propertyTable(`
    name* string
    description string
  `),
  // The draft of errata 01 prints `name` as required; the standard of 2021 as optional: both are taken.
  grouping: propertyTable(`
    name string
    description string
    context* string @S082
    object_refs* list of identifier @S082
  `),
  identity: propertyTable(`
    name* string
    description string
    roles list of string
    identity_class string
    sectors list of string
    contact_information string
  `),
  incident: propertyTable(`
    name* string
    description string
  `),
  indicator: propertyTable(`
    name string
    description string
    indicator_types list of string
    pattern* string
    pattern_type* string
    pattern_version string
    valid_from* timestamp
    valid_until timestamp
    kill_chain_phases list of kill-chain-phase
  `),
  infrastructure: propertyTable(`
    name* string
    description string
    infrastructure_types list of string
    aliases list of string
    kill_chain_phases list of kill-chain-phase
    ${SEEN}
  `),
  'intrusion-set': propertyTable(`
    name* string
    description string
    aliases list of string
    ${SEEN}
    goals list of string
    resource_level string
    primary_motivation string
    secondary_motivations list of string
  `),
  location: propertyTable(`
    name string
    description string
    latitude float -90..90 @S086
    longitude float -180..180 @S086
    precision float
    region string
    country string
    administrative_area string
    city string
    street_address string
    postal_code string
  `),
  malware: propertyTable(`
    name string
    description string
    malware_types list of string
    is_family* boolean @S087
    aliases list of string
    kill_chain_phases list of kill-chain-phase
    ${SEEN}
    operating_system_refs list of identifier of software @S087
    architecture_execution_envs list of string
    implementation_languages list of string
    capabilities list of string
    sample_refs list of identifier of file|artifact @S087
  `),
  'malware-analysis': propertyTable(`
    product* string @S089
    version string
    host_vm_ref identifier of software @S089
    operating_system_ref identifier of software @S089
    installed_software_refs list of identifier of software @S089
    configuration_version string
    modules list of string
    analysis_engine_version string
    analysis_definition_version string
    submitted timestamp
    analysis_started timestamp
    analysis_ended timestamp
    result_name string
    result string
    analysis_sco_refs list of identifier of sco
    sample_ref identifier of sco
  `),
  note: propertyTable(`
    abstract string
    content* string @S090
    authors list of string
    object_refs* list of identifier @S090
  `),
  'observed-data': propertyTable(`
    first_observed* timestamp
    last_observed* timestamp
    number_observed* integer 1..999999999 @S092
    objects dictionary @S022
    object_refs list of identifier of sco|sro @S091
  `),
  opinion: propertyTable(`
    explanation string
    authors list of string
    opinion* enum strongly-disagree|disagree|neutral|agree|strongly-agree @S090
    object_refs* list of identifier @S090
  `),
  report: propertyTable(`
    name* string @S090
    description string
    report_types list of string
    published* timestamp @S090
    object_refs* list of identifier @S090
  `),
  'threat-actor': propertyTable(`
    name* string
    description string
    threat_actor_types list of string
    aliases list of string
    ${SEEN}
    roles list of string
    goals list of string
    sophistication string
    resource_level string
    primary_motivation string
    secondary_motivations list of string
    personal_motivations list of string
  `),
  tool: propertyTable(`
    name* string
    description string
    tool_types list of string
    aliases list of string
    kill_chain_phases list of kill-chain-phase
    tool_version string
  `),
  vulnerability: propertyTable(`
    name* string
    description string
  `),
};
