import {
  boolean,
  dictionary,
  enumeration,
  float,
  hashes,
  hex,
  identifier,
  integer,
  list,
  openVocabulary,
  type PropertyType,
  record,
  required,
  string,
  timestamp,
  under,
} from './property-type.js';

const size = under('S117', integer(0));
const number = integer();

/** STIX 6.7.4.2. */
const alternateStream = record('alternate-data-stream-type', { name: required(string), hashes, size });

/** STIX 6.7.7.2. */
const optionalHeader = record('windows-pe-optional-header-type', {
  magic_hex: hex,
  major_linker_version: number,
  minor_linker_version: number,
  size_of_code: size,
  size_of_initialized_data: size,
  size_of_uninitialized_data: size,
  address_of_entry_point: number,
  base_of_code: number,
  base_of_data: number,
  image_base: number,
  section_alignment: number,
  file_alignment: number,
  major_os_version: number,
  minor_os_version: number,
  major_image_version: number,
  minor_image_version: number,
  major_subsystem_version: number,
  minor_subsystem_version: number,
  win32_version_value_hex: hex,
  size_of_image: size,
  size_of_headers: size,
  checksum_hex: hex,
  subsystem_hex: hex,
  dll_characteristics_hex: hex,
  size_of_stack_reserve: size,
  size_of_stack_commit: size,
  size_of_heap_reserve: size,
  size_of_heap_commit: size,
  loader_flags_hex: hex,
  number_of_rva_and_sizes: number,
  hashes,
});

/** STIX 6.7.7.3. */
const section = record('windows-pe-section-type', { name: required(string), size, entropy: float(), hashes });

/** The predefined extensions (STIX 3.10, 6.7 to 6.16) by the type of the object that carries them. */
export const PREDEFINED_EXTENSIONS: Readonly<Record<string, Readonly<Record<string, PropertyType>>>> = {
  file: {
    'archive-ext': record('archive-ext', {
      contains_refs: under('S117', required(list(identifier('file', 'directory')))),
      comment: string,
    }),
    'ntfs-ext': record('ntfs-ext', { sid: string, alternate_data_streams: list(alternateStream) }),
    'pdf-ext': record('pdf-ext', {
      version: string,
      is_optimized: boolean,
      document_info_dict: dictionary(string),
      pdfid0: string,
      pdfid1: string,
    }),
    'raster-image-ext': record('raster-image-ext', {
      image_height: integer(),
      image_width: integer(),
      bits_per_pixel: integer(),
      exif_tags: dictionary(),
    }),
    'windows-pebinary-ext': record('windows-pebinary-ext', {
      pe_type: under('S117', required(openVocabulary('windows-pebinary-type-ov'))),
      imphash: string,
      machine_hex: hex,
      number_of_sections: size,
      time_date_stamp: timestamp,
      pointer_to_symbol_table_hex: hex,
      number_of_symbols: size,
      size_of_optional_header: size,
      characteristics_hex: hex,
      file_header_hashes: hashes,
      optional_header: optionalHeader,
      sections: list(section),
    }),
  },
  'network-traffic': {
    'http-request-ext': record('http-request-ext', {
      request_method: under('S120', required(string)),
      request_value: under('S120', required(string)),
      request_version: string,
      request_header: under('S120', dictionary(list(string))),
      message_body_length: integer(),
      message_body_data_ref: under('S120', identifier('artifact')),
    }),
    'icmp-ext': record('icmp-ext', {
      icmp_type_hex: under('S120', required(hex)),
      icmp_code_hex: under('S120', required(hex)),
    }),
    'socket-ext': record('socket-ext', {
      address_family: under('S120', required(enumeration('network-socket-address-family-enum'))),
      is_blocking: boolean,
      is_listening: boolean,
      options: dictionary(integer()),
      socket_type: enumeration('network-socket-type-enum'),
      socket_descriptor: under('S120', integer(0)),
      socket_handle: integer(),
    }),
    'tcp-ext': record('tcp-ext', { src_flags_hex: hex, dst_flags_hex: hex }),
  },
  process: {
    'windows-process-ext': record('windows-process-ext', {
      aslr_enabled: boolean,
      dep_enabled: boolean,
      priority: string,
      owner_sid: string,
      // The draft of errata 01 prints `windows_title`, the standard of 2021 `window_title`: both are taken.
      window_title: string,
      windows_title: string,
      startup_info: dictionary(),
      integrity_level: under('S121', enumeration('windows-integrity-level-enum')),
    }),
    'windows-service-ext': record('windows-service-ext', {
      service_name: string,
      descriptions: list(string),
      display_name: string,
      group_name: string,
      start_type: under('S121', enumeration('windows-service-start-type-enum')),
      service_dll_refs: under('S121', list(identifier('file'))),
      service_type: under('S121', enumeration('windows-service-type-enum')),
      service_status: under('S121', enumeration('windows-service-status-enum')),
    }),
  },
  'user-account': {
    'unix-account-ext': record('unix-account-ext', {
      gid: integer(),
      groups: list(string),
      home_dir: string,
      shell: string,
    }),
  },
};
