import { ParleyError } from './errors.js';

/** Every cardinality and size that Parley bounds, in one place. Reaching one is loud for the operator, invisible for partners. */
export const LIMITS = {
  /** One STIX object as received, bytes. A page must be able to hold it. */
  object_bytes_max: 8 * 1024 * 1024,
  /** Nesting of JSON containers inside one object. */
  object_depth_max: 64,
  /** Keys and list items of one object, all levels together. */
  object_nodes_max: 500_000,
  /** TAXII page sizes (INTERFACE). */
  page_items_default: 100,
  page_items_max: 1_000,
  page_bytes_max: 10 * 1024 * 1024,
  /** What the API root announces; TAXII 4.2.1. */
  content_length_max: 10 * 1024 * 1024,
  /** Objects of one import that are stored in one sealing transaction. */
  import_chunk_objects: 1_000,
  /** Bytes of one import chunk, so that memory stays flat however large the objects are. */
  import_chunk_bytes: 16 * 1024 * 1024,
  /** Objects whose transitions one seal may append (DESIGN 2.2: big grants run in chunks). */
  seal_objects_max: 5_000,
  /** Release classes, profiles: labels are few; beyond this the scheme loses its point. */
  classes_max: 10_000,
  profiles_max: 10_000,
  /** Values of one filter field in one request. */
  match_values_max: 100,
  /** Request target (path and query), characters: room for `match_values_max` percent-encoded STIX ids. */
  url_length_max: 16 * 1024,
  /** What one participant's client certificates are bound by. */
  certificates_max: 32,
  /** Name of a certificate in one spelling, characters: a database can index it. */
  subject_length_max: 512,
  /** Blocks of held bits that one process remembers, 1 KiB each. */
  held_blocks_max: 4_096,
  /** Responses whose disclosure one transaction makes durable. */
  disclosures_batch_max: 256,
  /** One line of an archive: a row, so an object twice its size when all its characters are escaped. */
  archive_line_bytes_max: 64 * 1024 * 1024,
  /** Bytes of pages that one process keeps to send them again. */
  page_memory_bytes: 64 * 1024 * 1024,
  /** Callers whose credentials one process knows by heart. */
  callers_known_max: 4_096,
  /** Bytes of a submission whose objects are judged before it is answered; a larger one is judged when it is taken in. */
  submission_judged_bytes: 1024 * 1024,
  /** Submissions of one participant that wait to be taken in. */
  submissions_waiting_max: 32,
  /** How long it can be asked what became of a submission, ms: TAXII 4.3 wants a day. */
  submission_kept_ms: 48 * 60 * 60_000,
  /** Objects in quarantine; beyond it what conflicts is refused and not kept. */
  quarantined_max: 10_000,
  /** Findings of one object that are listed, errors and warnings apart. */
  findings_max: 1_000,
  /** One answer of a server that is pulled from, as it comes and as it is unpacked. */
  pull_page_bytes_max: 64 * 1024 * 1024,
  /** One list of collections, or another resource that describes such a server. */
  pull_resource_bytes_max: 4 * 1024 * 1024,
  /** Objects that a pull asks for in one page, unless told. */
  pull_page_items_default: 500,
  /** Characters of a `next` that others give: it has to fit into a URL. */
  pull_next_length_max: 8 * 1024,
  /** Pages in a row that may be empty and say that there is more. */
  pull_empty_pages_max: 100,
  /** Rejected items reported one by one in one answer. */
  rejected_reported_max: 10_000,
  /** What one participant may ask for in a minute, over all doors and tokens of a process: PARLEY_RATE. */
  requests_per_minute: 600,
  /** Bytes of answers that one participant gets in a minute: PARLEY_RATE_BYTES. */
  response_bytes_per_minute: 1024 * 1024 * 1024,
  /** Requests of one participant that are not answered to the end yet: each may hold a connection and a page. */
  requests_at_once_max: 32,
  /** Wrong credentials from one address in a minute that are told apart from too many. */
  failures_per_minute: 120,
  /** Participants, and addresses, of which a process remembers what they have used. */
  accounts_max: 10_000,
  /** Connections that are open at a time, all clients together. */
  connections_max: 1_000,
} as const;

/** Errors: `limit-reached`, when a count is beyond its limit. */
export const requireWithin = (limit: keyof typeof LIMITS, count: number): void => {
  if (count > LIMITS[limit]) throw new ParleyError('limit-reached', { limit, value: LIMITS[limit] });
};
