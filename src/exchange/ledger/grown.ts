import { encodeBundle } from '../../core/ledger/entry-bundle.js';
import { appendLeaves, decodeFrontier, encodeFrontier, rootOf } from '../../core/ledger/frontier.js';
import { encodeLeaf, type Leaf } from '../../core/ledger/leaf.js';
import { TILE_WIDTH } from '../../core/ledger/tile.js';
import type { Signer } from '../ports/keys.js';
import type { Growth, StoredLeaf, StoredLedger, StoredTile } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { LEDGER_HASH } from './hashing.js';
import { signedCheckpoint } from './sign.js';

/** What a ledger becomes by these leaves, with its checkpoint signed; without any, its checkpoint signed anew. */
export const grown = async (
  reader: Reader,
  signer: Signer,
  ledger: StoredLedger,
  leaves: readonly StoredLeaf[],
): Promise<Growth> => {
  const published = publishedOf(leaves);
  const { frontier, nodes } = appendLeaves(LEDGER_HASH, decodeFrontier(ledger.size, ledger.frontier), published.hashes);
  const checkpoint = signedCheckpoint(signer, {
    origin: ledger.origin,
    size: frontier.size,
    root: rootOf(LEDGER_HASH, frontier),
  });
  const at = leaves.at(-1)?.at ?? ledger.at;
  return {
    ledger: { ...ledger, size: frontier.size, frontier: encodeFrontier(frontier), at, checkpoint },
    from: ledger.size,
    leaves,
    tiles: await completed(reader, ledger, published),
    nodes,
  };
};

interface Published {
  readonly entries: readonly Uint8Array[];
  readonly hashes: readonly Uint8Array[];
}

const publishedOf = (leaves: readonly Leaf[]): Published => {
  const entries = leaves.map(encodeLeaf);
  return { entries, hashes: entries.map((entry) => LEDGER_HASH.leaf(entry)) };
};

/** Tiles that the new leaves complete: the first of them with the leaves that were there before. */
const completed = async (reader: Reader, ledger: StoredLedger, fresh: Published): Promise<readonly StoredTile[]> => {
  const first = Math.floor(ledger.size / TILE_WIDTH);
  const count = Math.floor((ledger.size + fresh.entries.length) / TILE_WIDTH) - first;
  if (count === 0) return [];
  const before = publishedOf(await reader.ledgers.published(ledger.num, first * TILE_WIDTH, ledger.size));
  const entries = [...before.entries, ...fresh.entries];
  const hashes = [...before.hashes, ...fresh.hashes];
  return Array.from({ length: count }, (_, place) => {
    const [from, to] = [place * TILE_WIDTH, (place + 1) * TILE_WIDTH];
    return {
      index: first + place,
      entries: encodeBundle(entries.slice(from, to)),
      hashes: Buffer.concat(hashes.slice(from, to)),
    };
  });
};
