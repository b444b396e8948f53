import {
  CPE,
  characterSet,
  DOMAIN_NAME,
  EMAIL_ADDRESS,
  IPV4,
  IPV6,
  LANGUAGE_SHAPE,
  MAC_ADDRESS,
  mediaType,
  REGISTRY_KEY,
  url,
} from './formats.js';
import {
  binary,
  boolean,
  dictionary,
  enumeration,
  formatted,
  hashes,
  hex,
  identifier,
  integer,
  list,
  openVocabulary,
  type PropertyTable,
  record,
  required,
  string,
  timestamp,
  under,
} from './property-type.js';

const size = integer(0);
const port = under('S120', integer(0, 65_535));
const count = under('S120', integer(0));
const trafficEnd = under('S120', identifier('ipv4-addr', 'ipv6-addr', 'mac-addr', 'domain-name'));
const traffic = under('S120', identifier('network-traffic'));
const addresses = under('S114', list(identifier('email-addr')));
const address = under('S114', identifier('email-addr'));
const times = { ctime: timestamp, mtime: timestamp, atime: timestamp };

/** STIX 6.6.2. */
const mimePart = record('email-mime-part-type', {
  body: string,
  body_raw_ref: under('S115', identifier('artifact', 'file')),
  content_type: string,
  content_disposition: string,
});

/** STIX 6.17.2. */
const registryValue = record('windows-registry-value-type', {
  name: string,
  data: string,
  data_type: under('S125', enumeration('windows-registry-datatype-enum')),
});

/** STIX 6.18.2. */
const x509v3Extensions = record('x509-v3-extensions-type', {
  basic_constraints: string,
  name_constraints: string,
  policy_constraints: string,
  key_usage: string,
  extended_key_usage: string,
  subject_key_identifier: string,
  authority_key_identifier: string,
  subject_alternative_name: string,
  issuer_alternative_name: string,
  subject_directory_attributes: string,
  crl_distribution_points: string,
  inhibit_any_policy: string,
  private_key_usage_period_not_before: timestamp,
  private_key_usage_period_not_after: timestamp,
  certificate_policies: string,
  policy_mappings: string,
});

/** Properties of the observables (STIX 6), the common ones apart. */
export const OBSERVABLE_OBJECTS = {
  artifact: {
    mime_type: formatted(mediaType('S110')),
    payload_bin: binary,
    url: formatted(url('S110')),
    hashes,
    encryption_algorithm: under('S110', enumeration('encryption-algorithm-enum')),
    decryption_key: string,
  },
  'autonomous-system': {
    number: required(integer()),
    name: string,
    rir: string,
  },
  directory: {
    path: required(string),
    path_enc: formatted(characterSet('S111')),
    ...times,
    contains_refs: under('S111', list(identifier('file', 'directory'))),
  },
  'domain-name': {
    value: required(formatted(DOMAIN_NAME)),
    resolves_to_refs: under('S112', list(identifier('ipv4-addr', 'ipv6-addr', 'domain-name'))),
  },
  'email-addr': {
    value: required(formatted(EMAIL_ADDRESS)),
    display_name: string,
    belongs_to_ref: under('S113', identifier('user-account')),
  },
  'email-message': {
    is_multipart: required(boolean),
    date: timestamp,
    content_type: string,
    from_ref: address,
    sender_ref: address,
    to_refs: addresses,
    cc_refs: addresses,
    bcc_refs: addresses,
    message_id: string,
    subject: string,
    received_lines: list(string),
    additional_header_fields: under('S114', dictionary(list(string))),
    body: string,
    body_multipart: list(mimePart),
    raw_email_ref: under('S114', identifier('artifact')),
  },
  file: {
    hashes,
    size: under('S116', size),
    name: string,
    name_enc: formatted(characterSet('S116')),
    magic_number_hex: hex,
    mime_type: formatted(mediaType('S116')),
    ...times,
    parent_directory_ref: under('S116', identifier('directory')),
    contains_refs: list(identifier()),
    content_ref: under('S116', identifier('artifact')),
  },
  'ipv4-addr': {
    value: required(formatted(IPV4)),
    resolves_to_refs: under('S118', list(identifier('mac-addr'))),
    belongs_to_refs: under('S118', list(identifier('autonomous-system'))),
  },
  'ipv6-addr': {
    value: required(formatted(IPV6)),
    resolves_to_refs: under('S118', list(identifier('mac-addr'))),
    belongs_to_refs: under('S118', list(identifier('autonomous-system'))),
  },
  'mac-addr': {
    value: required(formatted(MAC_ADDRESS)),
  },
  mutex: {
    name: required(string),
  },
  'network-traffic': {
    start: timestamp,
    end: timestamp,
    is_active: boolean,
    src_ref: trafficEnd,
    dst_ref: trafficEnd,
    src_port: port,
    dst_port: port,
    protocols: required(list(string)),
    src_byte_count: count,
    dst_byte_count: count,
    src_packets: count,
    dst_packets: count,
    ipfix: dictionary(),
    src_payload_ref: under('S120', identifier('artifact')),
    dst_payload_ref: under('S120', identifier('artifact')),
    encapsulates_refs: under('S120', list(traffic)),
    encapsulated_by_ref: traffic,
  },
  process: {
    is_hidden: boolean,
    pid: integer(),
    created_time: timestamp,
    cwd: string,
    command_line: string,
    environment_variables: dictionary(string),
    opened_connection_refs: under('S121', list(identifier('network-traffic'))),
    creator_user_ref: under('S121', identifier('user-account')),
    image_ref: under('S121', identifier('file')),
    parent_ref: under('S121', identifier('process')),
    child_refs: under('S121', list(identifier('process'))),
  },
  software: {
    name: required(string),
    cpe: formatted(CPE),
    swid: string,
    languages: under('S122', list(formatted(LANGUAGE_SHAPE))),
    vendor: string,
    version: string,
  },
  url: {
    value: required(formatted(url('S123'))),
  },
  'user-account': {
    user_id: string,
    credential: string,
    account_login: string,
    account_type: openVocabulary('account-type-ov'),
    display_name: string,
    is_service_account: boolean,
    is_privileged: boolean,
    can_escalate_privs: boolean,
    is_disabled: boolean,
    account_created: timestamp,
    account_expires: timestamp,
    credential_last_changed: timestamp,
    account_first_login: timestamp,
    account_last_login: timestamp,
  },
  'windows-registry-key': {
    key: formatted(REGISTRY_KEY),
    values: list(registryValue),
    modified_time: timestamp,
    creator_user_ref: identifier('user-account'),
    number_of_subkeys: integer(),
  },
  'x509-certificate': {
    is_self_signed: boolean,
    hashes,
    version: string,
    serial_number: string,
    signature_algorithm: string,
    issuer: string,
    validity_not_before: timestamp,
    validity_not_after: timestamp,
    subject: string,
    subject_public_key_algorithm: string,
    subject_public_key_modulus: string,
    subject_public_key_exponent: integer(),
    x509_v3_extensions: x509v3Extensions,
  },
} satisfies Readonly<Record<string, PropertyTable>>;
