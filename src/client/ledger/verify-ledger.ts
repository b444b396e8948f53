import { ParleyError } from '../../core/errors.js';
import { encodeBase64 } from '../../core/ledger/base64.js';
import type { Checkpoint } from '../../core/ledger/checkpoint.js';
import { decodeBundle } from '../../core/ledger/entry-bundle.js';
import { equalBytes } from '../../core/ledger/equal-bytes.js';
import { parseLeaf } from '../../core/ledger/leaf.js';
import { parseNoteKey } from '../../core/ledger/note-key.js';
import { tilePath, tilesOf } from '../../core/ledger/tile.js';
import { HASH_LENGTH, treeHashOver } from '../../core/ledger/tree-hash.js';
import { type OpenedCheckpoint, openCheckpoint } from './open-checkpoint.js';
import { type ReadTile, readAhead } from './read-ahead.js';
import { RebuiltTree } from './rebuilt-tree.js';
import { nodeSha256 } from './sha256.js';
import type { TileSource } from './tile-source.js';

export interface LedgerToVerify {
  readonly source: TileSource;
  /** Verifier keys of the log, as text: one of them must have signed. */
  readonly keys: readonly string[];
  /** The name of the log; without it, the name of a key that signed. */
  readonly origin?: string;
  /** A checkpoint of this log that was seen earlier, a signed note: the log must have grown from there. */
  readonly since?: string;
  /** Whether a leaf may be earlier than the one before it. */
  readonly timesMayGoBack?: boolean;
  /** Gets each entry as it is read. Nothing is proven of any before the whole ledger is. */
  readonly onLeaf?: (index: number, entry: Uint8Array) => void;
  /** Leaves read so far, of so many. */
  readonly onProgress?: (leaves: number, size: number) => void;
}

export interface VerifiedLedger {
  readonly origin: string;
  readonly size: number;
  /** base64 */
  readonly root: string;
}

type Refuse = (reason: string) => ParleyError;

/**
 * Reads every byte that a ledger publishes and builds the tree anew: its checkpoint is signed and of this log, each entry is a
 * leaf, each tile is what follows from the entries, the root is the one signed, and an earlier tree is contained in it.
 * Errors: `ledger-unverified`, `note-malformed` for a key, and those of the source.
 */
export const verifyLedger = async (order: LedgerToVerify): Promise<VerifiedLedger> => {
  const keys = order.keys.map(parseNoteKey);
  const known = order.origin ?? keys.map(({ name }) => name).join(', ');
  const checkpoint = opened(
    'the checkpoint',
    openCheckpoint(await order.source.checkpoint(), keys, order.origin),
    refusing(known),
  );
  const { origin, size, root } = checkpoint;
  const refuse = refusing(origin);
  const earlier =
    order.since === undefined ? undefined : opened('the earlier checkpoint', openCheckpoint(order.since, keys, origin), refuse);
  if (earlier !== undefined && earlier.size > size) throw refuse(`it has ${size} leaves and once had ${earlier.size}`);

  const tree = new RebuiltTree(treeHashOver(nodeSha256), earlier?.size ?? 0);
  const checkEntries = entryCheck(order, tree, refuse);
  for await (const tile of readAhead(order.source, tilesOf(size))) {
    if (tile.address.kind === 'hashes') {
      compareHashes(tile, tree.tile(tile.address), refuse);
    } else {
      tree.grow(checkEntries(tile));
      order.onProgress?.(tree.size, size);
    }
  }

  if (!equalBytes(tree.root(), root)) throw refuse(`the root of its ${size} leaves is not the one that was signed`);
  if (earlier !== undefined && !equalBytes(tree.earlierRoot() ?? root, earlier.root)) {
    throw refuse(`its first ${earlier.size} leaves are not those of the earlier checkpoint`);
  }
  return { origin, size, root: encodeBase64(root) };
};

const refusing =
  (origin: string): Refuse =>
  (reason) =>
    new ParleyError('ledger-unverified', { origin, reason });

const opened = (what: string, result: OpenedCheckpoint, refuse: Refuse): Checkpoint => {
  if ('problem' in result) throw refuse(`${what}: ${result.problem}`);
  return result.checkpoint;
};

/** Gives the entries of a bundle if they are leaves, and follow in time on those before. */
const entryCheck = (
  { timesMayGoBack = false, onLeaf }: LedgerToVerify,
  tree: RebuiltTree,
  refuse: Refuse,
): ((bundle: ReadTile) => readonly Uint8Array[]) => {
  let newest_ms = 0;
  return ({ address, bytes }) => {
    const entries = decodeBundle(bytes);
    if (entries?.length !== address.width) throw refuse(`${tilePath(address)} is not a bundle of ${address.width} entries`);
    for (const [place, entry] of entries.entries()) {
      const index = tree.size + place;
      const leaf = parseLeaf(entry);
      if (leaf === undefined) throw refuse(`${tilePath(address)}: leaf ${index} is malformed`);
      if (leaf.at < newest_ms && !timesMayGoBack) {
        throw refuse(`${tilePath(address)}: leaf ${index} is earlier than the one before it`);
      }
      newest_ms = leaf.at;
      onLeaf?.(index, entry);
    }
    return entries;
  };
};

const compareHashes = ({ address, bytes }: ReadTile, expected: Uint8Array, refuse: Refuse): void => {
  if (Buffer.compare(bytes, expected) === 0) return;
  const path = tilePath(address);
  if (bytes.length !== expected.length) throw refuse(`${path} has ${bytes.length} bytes, not ${expected.length}`);
  const differing = bytes.findIndex((byte, at) => byte !== expected[at]);
  throw refuse(`${path}: hash ${Math.floor(differing / HASH_LENGTH)} does not follow from the entries`);
};
