import { ParleyError } from '../../core/errors.js';
import { TILE_WIDTH, type TileAddress } from '../../core/ledger/tile.js';
import type { House } from '../house.js';
import type { StoredLedger, StoredTile } from '../ports/ledgers.js';
import type { StoredSource } from './ledger-source.js';
import { isStoredWhole, storedTile } from './stored-tiles.js';

/** Tiles read at once, 26 kB each. */
const TILES_AT_ONCE = 16;

/** A ledger up to where it was seen, for whoever reads it from its first tile to its last: complete tiles come by the dozen. */
export const wholeSource = (house: House, ledger: StoredLedger): StoredSource => {
  const complete = Math.floor(ledger.size / TILE_WIDTH);
  let begin = -1;
  let tiles: Promise<readonly StoredTile[]> = Promise.resolve([]);
  const tileAt = async (index: number): Promise<StoredTile> => {
    const first = index - (index % TILES_AT_ONCE);
    if (first !== begin) {
      begin = first;
      tiles = house.store.read((reader) => reader.ledgers.tiles(ledger.num, first, Math.min(first + TILES_AT_ONCE, complete)));
    }
    const tile = (await tiles).find((each) => each.index === index);
    if (tile === undefined)
      throw new ParleyError('ledger-unverified', { origin: ledger.origin, reason: `tile ${index} is missing` });
    return tile;
  };
  return {
    checkpoint: async () => ledger.checkpoint,
    tile: async (address: TileAddress) => {
      if (isStoredWhole(address)) return (await tileAt(address.index))[address.kind];
      return house.store.read((reader) => storedTile(reader, ledger, address));
    },
  };
};
