import { ParleyError } from '../../core/errors.js';
import { encodeBundle } from '../../core/ledger/entry-bundle.js';
import { encodeLeaf } from '../../core/ledger/leaf.js';
import type { TileHashes } from '../../core/ledger/prove.js';
import { TILE_WIDTH, type TileAddress } from '../../core/ledger/tile.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { LEDGER_HASH } from './hashing.js';

/** The hashes of a stored ledger, by tile level. Those of leaves are made from the leaves. */
export const storedHashes = (reader: Reader, { num }: Pick<StoredLedger, 'num'>): TileHashes => ({
  hashes: async (level, from, to) =>
    level === 0
      ? (await reader.ledgers.published(num, from, to)).map((leaf) => LEDGER_HASH.leaf(encodeLeaf(leaf)))
      : reader.ledgers.nodes(num, level, from, to),
});

/** Whether it is stored as it is published: complete tiles of leaves are. */
export const isStoredWhole = (address: TileAddress): boolean =>
  address.width === TILE_WIDTH && (address.kind === 'entries' || address.level === 0);

/**
 * One published file of a ledger: a tile of hashes or a bundle of entries (C2SP tlog-tiles). Partial ones are there in every
 * width up to what the tree has. Errors: `not-found`.
 */
export const storedTile = async (reader: Reader, ledger: StoredLedger, address: TileAddress): Promise<Uint8Array> => {
  const { index, width } = address;
  const from = index * TILE_WIDTH;
  const there = Math.floor(ledger.size / TILE_WIDTH ** (address.kind === 'entries' ? 0 : address.level));
  if (from + width > there) throw new ParleyError('not-found');
  if (isStoredWhole(address)) {
    const [tile] = await reader.ledgers.tiles(ledger.num, index, index + 1);
    if (tile === undefined) throw new ParleyError('fault');
    return tile[address.kind];
  }
  if (address.kind === 'entries')
    return encodeBundle((await reader.ledgers.published(ledger.num, from, from + width)).map(encodeLeaf));
  return Buffer.concat(await storedHashes(reader, ledger).hashes(address.level, from, from + width));
};
