import type { Standing } from './registry.js';

/** Where a feed stands: the last position given and the last date_added (ms). A feed without entries has none. */
export interface FeedHead {
  readonly pos: number;
  readonly added: number;
}

/** Entries of a feed that no leaf has told yet: behind `granted`, up to `pos`. */
export interface Untold {
  readonly participant: number;
  readonly collection: number;
  readonly granted: number;
  readonly pos: number;
  /** date_added of the last entry, ms */
  readonly added: number;
}

/** An entry, live or dead, with what it was. */
export interface PastEntry {
  readonly collection: number;
  readonly pos: number;
  readonly object: number;
  readonly id: string;
  readonly instant: string;
}

/** A live entry, as `seal` compares it. `first` and `last`: whether this version is its object's oldest / newest in the feed. */
export interface LiveEntry {
  readonly collection: number;
  readonly pos: number;
  readonly object: number;
  readonly version: number;
  readonly first: boolean;
  readonly last: boolean;
}

/** An entry to append. `type` and `instant` are copied from the object and the version, for filters. */
export interface NewEntry extends LiveEntry {
  readonly participant: number;
  /** date_added, ms */
  readonly added: number;
  readonly type: string;
  readonly instant: string;
}

export type VersionMatch = { readonly kind: 'last' | 'first' | 'all' } | { readonly kind: 'exact'; readonly instant: string };

export interface FeedQuery {
  readonly participant: number;
  readonly collection: number;
  /** Entries strictly behind this position. */
  readonly afterPos: number;
  /** Entries with date_added (microseconds, as TAXII writes it) strictly later than this. */
  readonly afterAdded?: number | undefined;
  /** STIX ids, ORed. */
  readonly ids?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** ORed. */
  readonly versions: readonly VersionMatch[];
  readonly limit: number;
}

export interface PageEntry {
  readonly pos: number;
  /** ms */
  readonly added: number;
  readonly object: number;
  readonly id: string;
  readonly type: string;
  readonly version: number;
  readonly instant: string;
  /** Length of the stored text in UTF-8 bytes. */
  readonly bytes: number;
}

/** Who looks at a feed again, with what. */
export interface FeedLook {
  readonly participant: number;
  readonly collection: number;
  /** Id of its token. */
  readonly token: string;
  /** ms */
  readonly at: number;
}

/** What a page of a feed was made from, but for texts, which never change. */
export interface FeedState {
  readonly standing: Standing;
  /** Moves with every change of the feed. */
  readonly revision: number;
}

/** Feeds are append-only: position and date_added of a feed strictly increase, nothing is inserted behind an entry. */
export interface FeedReader {
  /** By collection. */
  heads(participant: number): Promise<ReadonlyMap<number, FeedHead>>;
  /** Live entries of these objects, in all collections. */
  live(participant: number, objects: readonly number[]): Promise<readonly LiveEntry[]>;
  /** Live entries that match, in the order of the feed. Cost grows with what is returned, at any depth of the feed. */
  page(query: FeedQuery): Promise<readonly PageEntry[]>;
  /** Numbers of objects above `after` that have or had an entry in a participant's feeds, ascending, at most `limit`. */
  objectsEver(participant: number, after: number, limit: number): Promise<readonly number[]>;
  /** All entries of these objects, dead ones too, by object, collection, instant and position. */
  past(participant: number, objects: readonly number[]): Promise<readonly PastEntry[]>;
  /** Undefined where the token is not in force, or the collection is not listed for its participant. One query. */
  state(look: FeedLook): Promise<FeedState | undefined>;
  /** Feeds with untold entries, of these participants or of all; by participant and collection. */
  untold(participants?: readonly number[]): Promise<readonly Untold[]>;
}

export interface FeedSealer extends FeedReader {
  /** Also moves the heads. Entries come in the order of their feeds. */
  append(entries: readonly NewEntry[]): Promise<void>;
  /** The entries die; they stay in the feed's record. */
  bury(participant: number, entries: readonly Pick<LiveEntry, 'collection' | 'pos'>[], at: number): Promise<void>;
  /** The entries up to `pos` are told. */
  tell(feeds: readonly Untold[]): Promise<void>;
  /** Sets `first` and `last` of live entries in place: it shows to nobody, except by leaving a filter. */
  mark(participant: number, entries: readonly Pick<LiveEntry, 'collection' | 'pos' | 'first' | 'last'>[]): Promise<void>;
}
