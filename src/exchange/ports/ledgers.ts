import type { LedgerEvent, LedgerKind } from '../../core/ledger/event.js';
import type { TileNode } from '../../core/ledger/frontier.js';
import type { Leaf } from '../../core/ledger/leaf.js';

/** A ledger as it stands: its tree's right edge and the checkpoint that was signed when it last grew. */
export interface StoredLedger {
  readonly num: number;
  readonly kind: LedgerKind;
  /** Whose it is, of kind `own`. */
  readonly participant: number | null;
  /** Name of the log in its checkpoints (C2SP tlog-checkpoint). */
  readonly origin: string;
  /** 1; one more for each recovery that gave up a tail. */
  readonly generation: number;
  readonly size: number;
  /** Roots of the full subtrees, largest first, 32 bytes each. */
  readonly frontier: Uint8Array;
  /** Instant of the last leaf, ms: a ledger's time does not go back. */
  readonly at: number;
  /** Signed note of exactly this size and root; empty as long as nothing was inscribed. */
  readonly checkpoint: string;
}

/** A leaf. What is published is its time and digest; salt and payload open it, and can be forgotten while the tree stays. */
export interface StoredLeaf extends Leaf {
  readonly salt: Uint8Array | null;
  readonly payload: string | null;
}

/** A tile that is complete, as it is published: its entries as a bundle, and the hashes of its leaves. */
export interface StoredTile {
  readonly index: number;
  readonly entries: Uint8Array;
  readonly hashes: Uint8Array;
}

/** What a ledger becomes in one transaction. */
export interface Growth {
  /** Its new state. */
  readonly ledger: StoredLedger;
  /** Index of the first new leaf. */
  readonly from: number;
  readonly leaves: readonly StoredLeaf[];
  /** Tiles of leaves that became complete. */
  readonly tiles: readonly StoredTile[];
  /** Subtrees that became complete. */
  readonly nodes: readonly TileNode[];
}

/** Ranges are half open and lie within the ledger's size; what they give is in the order of the index. */
export interface LedgerReader {
  /** Those in force: the host's, the common one and the own ones of these participants, or of all; by number. */
  inForce(participants?: readonly number[]): Promise<readonly StoredLedger[]>;
  find(kind: LedgerKind, participant: number | null): Promise<StoredLedger | undefined>;
  /** All there ever were, ended ones too, by number. */
  all(): Promise<readonly StoredLedger[]>;
  leaves(ledger: number, from: number, to: number): Promise<readonly StoredLeaf[]>;
  /** The same leaves as far as they are published. */
  published(ledger: number, from: number, to: number): Promise<readonly Leaf[]>;
  /** Complete tiles, by their index. */
  tiles(ledger: number, from: number, to: number): Promise<readonly StoredTile[]>;
  nodes(ledger: number, level: number, from: number, to: number): Promise<readonly Uint8Array[]>;
}

export interface LedgerSealer extends LedgerReader {
  /** What version 0.1 put on record before there were ledgers, in its order; given once, and gone from there. */
  takeEarlier(): Promise<readonly LedgerEvent[]>;
  /** Opens an empty one, in force from now on in place of an earlier one; returns its number. */
  open(ledger: Pick<StoredLedger, 'kind' | 'participant' | 'origin' | 'generation'>): Promise<number>;
  /** Replaces the state of each ledger and adds what it grew by. */
  grow(growths: readonly Growth[]): Promise<void>;
}
