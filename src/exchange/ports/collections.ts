import type { Collection } from '../../core/registry/collection.js';

/** Lists are in the order of addition: TAXII 3.3 wants the same order on every request. */
export interface CollectionReader {
  all(): Promise<readonly Collection[]>;
  byAlias(alias: string): Promise<Collection | undefined>;
  /** The collections that the participant may list now, as last sealed. */
  listed(participant: number): Promise<readonly Collection[]>;
  /** Their numbers alone. */
  listedBy(participant: number): Promise<ReadonlySet<number>>;
}

export interface CollectionSealer extends CollectionReader {
  /** Returns the number given to it, above every earlier one. Alias and id must be new: callers check first, in the same seal. */
  add(collection: Omit<Collection, 'num'>): Promise<number>;
  /** Replaces the set of collections that the participant may list. */
  setListed(participant: number, collections: ReadonlySet<number>): Promise<void>;
}
