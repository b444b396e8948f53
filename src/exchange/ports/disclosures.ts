/** What left: the text of editions, or only their ids and versions (manifest and `versions`). */
export type Carried = 'content' | 'listing';

/** One feed. */
export interface FeedKey {
  readonly participant: number;
  readonly collection: number;
}

/** BLOCK_ENTRIES entries of one feed. */
export interface BlockKey extends FeedKey {
  readonly block: number;
}

/** Which entries of a block of a feed have left the node: a bit per entry, by what was carried. Bits are never cleared. */
export interface HeldBlock extends BlockKey {
  readonly content: Uint8Array;
  readonly listing: Uint8Array;
}

/** One response that carried something new to its participant. */
export interface Delivery extends FeedKey {
  /** ms */
  readonly at: number;
  readonly carried: Carried;
  /** All entries of the response, as core/disclosure/positions writes them. */
  readonly entries: string;
}

export interface DisclosureReader {
  /** Blocks in which no bit is set may be missing. */
  held(blocks: readonly BlockKey[]): Promise<readonly HeldBlock[]>;
  /** All blocks of one feed that there are, in order. */
  heldOf(feed: FeedKey): Promise<readonly HeldBlock[]>;
  /** All of one feed, in the order in which they left. */
  deliveries(feed: FeedKey): Promise<readonly Delivery[]>;
}

export interface DisclosureSealer extends DisclosureReader {
  /** Inserts or replaces by feed and block. */
  setHeld(blocks: readonly HeldBlock[]): Promise<void>;
  /** Appends them, in this order. */
  addDeliveries(deliveries: readonly Delivery[]): Promise<void>;
}
