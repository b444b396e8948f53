import type { ArchiveReader, ArchiveSealer } from './archive.js';
import type { BookReader, BookSealer } from './books.js';
import type { CollectionReader, CollectionSealer } from './collections.js';
import type { DisclosureReader, DisclosureSealer } from './disclosures.js';
import type { FeedReader, FeedSealer } from './feeds.js';
import type { LedgerReader, LedgerSealer } from './ledgers.js';
import type { MatrixReader, MatrixSealer } from './matrix.js';
import type { ObjectReader, ObjectSealer } from './objects.js';
import type { QuarantineReader, QuarantineSealer } from './quarantine.js';
import type { RegistryReader, RegistrySealer } from './registry.js';
import type { SubmissionReader, SubmissionSealer } from './submissions.js';

/** What a look at the store may do. Everything it returns comes from one snapshot. It cannot write. */
export interface Reader {
  readonly registry: RegistryReader;
  readonly collections: CollectionReader;
  readonly objects: ObjectReader;
  readonly matrix: MatrixReader;
  readonly books: BookReader;
  readonly feeds: FeedReader;
  readonly ledgers: LedgerReader;
  readonly disclosures: DisclosureReader;
  readonly quarantine: QuarantineReader;
  readonly submissions: SubmissionReader;
  readonly archive: ArchiveReader;
}

/** What the single writer may do, inside its one transaction. It reads its own writes. */
export interface Sealer extends Reader {
  readonly registry: RegistrySealer;
  readonly collections: CollectionSealer;
  readonly objects: ObjectSealer;
  readonly matrix: MatrixSealer;
  readonly books: BookSealer;
  readonly feeds: FeedSealer;
  readonly ledgers: LedgerSealer;
  readonly disclosures: DisclosureSealer;
  readonly quarantine: QuarantineSealer;
  readonly submissions: SubmissionSealer;
  readonly archive: ArchiveSealer;
}

/** The writer of the embedded database is not counted: seals queue for it. */
export interface Connections {
  readonly total: number;
  readonly idle: number;
  /** Calls that wait for one. */
  readonly waiting: number;
}

/**
 * The only shared truth. The CLI and every `serve` process open it side by side.
 *
 * Durability: when `seal` has resolved, its writes survive kill -9 and power loss.
 * Concurrency: `seal` callbacks of all processes run one after the other (`BEGIN IMMEDIATE` on SQLite, an advisory lock taken
 * inside the same transaction on PostgreSQL); `read` never waits for a `seal` and sees all of it or nothing.
 * Errors: a callback that throws rolls its transaction back and the error passes through; a store that cannot be reached is
 * `store-unavailable`, and the next call tries again by itself. Nobody retries a `seal` but its caller.
 */
export interface Store {
  /** `oneQuery`: the look asks one query, which is a snapshot by itself; a second one is an error. It costs a third. */
  read<T>(look: (reader: Reader) => Promise<T>, how?: { readonly oneQuery: true }): Promise<T>;
  seal<T>(write: (sealer: Sealer) => Promise<T>): Promise<T>;
  /** What makes the database unfit to keep the promise of durability, in words for the operator; undefined: nothing. */
  unfitness(): Promise<string | undefined>;
  /** How busy its connections for reads are at this moment, for the operator. */
  connections(): Connections;
  close(): Promise<void>;
}
