import { type PropertyTable, propertyTable } from './property-table.js';

/** Properties of the observables (STIX 6), the common ones apart. */
export const OBSERVABLE_PROPERTIES: Readonly<Record<string, PropertyTable>> = {
  artifact: propertyTable(`
    mime_type string
    payload_bin binary
    url string
    hashes hashes
    encryption_algorithm enum AES-256-GCM|ChaCha20-Poly1305|mime-type-indicated
    decryption_key string
  `),
  'autonomous-system': propertyTable(`
    number* integer
    name string
    rir string
  `),
  directory: propertyTable(`
    path* string
    path_enc string
    ctime timestamp
    mtime timestamp
    atime timestamp
    contains_refs list of identifier of file|directory @S111
  `),
  'domain-name': propertyTable(`
    value* string
    resolves_to_refs list of identifier of ipv4-addr|ipv6-addr|domain-name @S112
  `),
  'email-addr': propertyTable(`
    value* string
    display_name string
    belongs_to_ref identifier of user-account @S113
  `),
  'email-message': propertyTable(`
    is_multipart* boolean
    date timestamp
    content_type string
    from_ref identifier of email-addr @S114
    sender_ref identifier of email-addr @S114
    to_refs list of identifier of email-addr @S114
    cc_refs list of identifier of email-addr @S114
    bcc_refs list of identifier of email-addr @S114
    message_id string
    subject string
    received_lines list of string
    additional_header_fields dictionary
    body string
    body_multipart list of dictionary
    raw_email_ref identifier of artifact @S114
  `),
  file: propertyTable(`
    hashes hashes
    size integer 0..9007199254740991 @S116
    name string
    name_enc string
    magic_number_hex hex
    mime_type string
    ctime timestamp
    mtime timestamp
    atime timestamp
    parent_directory_ref identifier of directory @S116
    contains_refs list of identifier
    content_ref identifier of artifact @S116
  `),
  'ipv4-addr': propertyTable(`
    value* string
    resolves_to_refs list of identifier of mac-addr @S118
    belongs_to_refs list of identifier of autonomous-system @S118
  `),
  'ipv6-addr': propertyTable(`
    value* string
    resolves_to_refs list of identifier of mac-addr @S118
    belongs_to_refs list of identifier of autonomous-system @S118
  `),
  'mac-addr': propertyTable('value* string'),
  mutex: propertyTable('name* string'),
  'network-traffic': propertyTable(`
    start timestamp
    end timestamp
    is_active boolean
    src_ref identifier of ipv4-addr|ipv6-addr|mac-addr|domain-name @S120
    dst_ref identifier of ipv4-addr|ipv6-addr|mac-addr|domain-name @S120
    src_port integer 0..65535 @S120
    dst_port integer 0..65535 @S120
    protocols* list of string
    src_byte_count integer 0..9007199254740991 @S120
    dst_byte_count integer 0..9007199254740991 @S120
    src_packets integer 0..9007199254740991 @S120
    dst_packets integer 0..9007199254740991 @S120
    ipfix dictionary
    src_payload_ref identifier of artifact @S120
    dst_payload_ref identifier of artifact @S120
    encapsulates_refs list of identifier of network-traffic @S120
    encapsulated_by_ref identifier of network-traffic @S120
  `),
  process: propertyTable(`
    is_hidden boolean
    pid integer
    created_time timestamp
    cwd string
    command_line string
    environment_variables dictionary
    opened_connection_refs list of identifier of network-traffic @S121
    creator_user_ref identifier of user-account @S121
    image_ref identifier of file @S121
    parent_ref identifier of process @S121
    child_refs list of identifier of process @S121
  `),
  software: propertyTable(`
    name* string
    cpe string
    swid string
    languages list of string
    vendor string
    version string
  `),
  url: propertyTable('value* string'),
  'user-account': propertyTable(`
    user_id string
    credential string
    account_login string
    account_type string
    display_name string
    is_service_account boolean
    is_privileged boolean
    can_escalate_privs boolean
    is_disabled boolean
    account_created timestamp
    account_expires timestamp
    credential_last_changed timestamp
    account_first_login timestamp
    account_last_login timestamp
  `),
  'windows-registry-key': propertyTable(`
    key string
    values list of dictionary
    modified_time timestamp
    creator_user_ref identifier of user-account
    number_of_subkeys integer
  `),
  'x509-certificate': propertyTable(`
    is_self_signed boolean
    hashes hashes
    version string
    serial_number string
    signature_algorithm string
    issuer string
    validity_not_before timestamp
    validity_not_after timestamp
    subject string
    subject_public_key_algorithm string
    subject_public_key_modulus string
    subject_public_key_exponent integer
    x509_v3_extensions dictionary
  `),
};
