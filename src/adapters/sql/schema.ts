/** Row types. Instants of Parley's own clock are integers (ms); JSON is text; booleans are 0 or 1. */
export interface Tables {
  node: { one: number; id: string; name: string };
  track: { num: number; name: string };
  operator: { num: number; slug: string; name: string; role: string };
  participant: ParticipantRow;
  participant_identity: { identity: string; participant: number; place: number };
  participant_certificate: { certificate: string; participant: number; place: number };
  tier: { participant: number; track: string; tier: string };
  standing: StandingRow;
  consent: { num: number; originator: number; participant: number; expires_at: number | null };
  token: TokenRow;
  collection: CollectionRow;
  listing: { participant: number; collection: number };
  object: ObjectRow;
  version: { num: number; object: number; instant: string; revoked: number; bytes: number; body: string };
  membership: { version: number; collection: number; object: number; class: number };
  release_class: { num: number; digest: string; labels: string };
  profile: { num: number; digest: string; attributes: string };
  cell: { book: string; profile: number; class: number; own: number; decision: string };
  book: { hash: string; files: string };
  book_in_force: { one: number; hash: string };
  /** What was recorded before there were ledgers. */
  event: EventRow;
  ledger: LedgerRow;
  ledger_leaf: LeafRow;
  /** 256 leaves as they are published. */
  ledger_tile: { ledger: number; idx: number; entries: Uint8Array; hashes: Uint8Array };
  /** Roots of full subtrees of 256^level leaves. */
  ledger_node: { ledger: number; level: number; idx: number; hash: Uint8Array };
  quarantine: QuarantineRow;
  submission: SubmissionRow;
  held: { participant: number; collection: number; block: number; content: Uint8Array; listing: Uint8Array };
  delivery: DeliveryRow;
  /** Entries up to `granted` stand in a leaf. `revision` moves with every change of the feed. */
  feed_head: { participant: number; collection: number; pos: number; added: number; granted: number; revision: number };
  feed: FeedRow;
  /** STIX types, interned so that a feed's row stays small. */
  object_type: { num: number; name: string };
}

export interface ParticipantRow {
  num: number;
  id: string;
  slug: string;
  name: string;
  groups: string;
  clearances: string;
  suspended: number;
}

export interface StandingRow {
  participant: number;
  profile: number;
  epoch: number;
  due: number;
  swept: number;
  changes_at: number | null;
  disclosures: number;
  history: number;
}

export interface TokenRow {
  num: number;
  id: string;
  hash: string;
  participant: number;
  issued_at: number;
  expires_at: number | null;
  revoked_at: number | null;
}

export interface CollectionRow {
  num: number;
  id: string;
  alias: string;
  title: string;
  description: string | null;
  track: string;
  reference_mode: string;
  writable_by: string;
  labels: string;
}

/** `line` is the id where the host brought the object; else it says whose line it is too. */
export interface ObjectRow {
  num: number;
  line: string;
  type: string;
  originator: number | null;
  created_by: string | null;
  created: string | null;
  given: string;
  id: string;
  submitter: number | null;
}

/** `body` is what was sent, until it is taken in; `outcome` is JSON. */
export interface SubmissionRow {
  num: number;
  id: string;
  participant: number;
  collection: number;
  at: number;
  ended_at: number | null;
  outcome: string;
  body: string | null;
}

export interface QuarantineRow {
  num: number;
  at: number;
  id: string;
  collection: number;
  originator: number | null;
  code: string;
  message: string;
  digest: string;
  bytes: number;
  body: string;
}

export interface EventRow {
  num: number;
  at: number;
  kind: string;
  decided_by: string | null;
  reason: string | null;
  participant: number | null;
  detail: string;
}

export interface LedgerRow {
  num: number;
  kind: string;
  participant: number | null;
  origin: string;
  generation: number;
  size: number;
  frontier: Uint8Array;
  at: number;
  checkpoint: string;
}

export interface LeafRow {
  ledger: number;
  idx: number;
  at: number;
  digest: Uint8Array;
  salt: Uint8Array | null;
  payload: string | null;
}

export interface DeliveryRow {
  num: number;
  participant: number;
  collection: number;
  at: number;
  carried: string;
  entries: string;
}

/** `mark` = first + 2 x last. `died` is null while the entry lives. */
export interface FeedRow {
  participant: number;
  collection: number;
  pos: number;
  added: number;
  object: number;
  version: number;
  type: number;
  mark: number;
  died: number | null;
}
