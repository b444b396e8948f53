import { ParleyError } from '../../core/errors.js';
import type { TileAddress } from '../../core/ledger/tile.js';
import type { House } from '../house.js';
import type { FindLedger } from './find-ledger.js';
import { seeLedger } from './see-ledger.js';
import { storedTile } from './stored-tiles.js';

/** What a ledger publishes, read from the store: of the shape that the verifier reads from, whoever runs it. */
export interface StoredSource {
  /** The signed note in force. Errors: `not-found` of an empty ledger, `ledger-behind`, `ledger-forked`. */
  checkpoint(): Promise<string>;
  /** Errors: `not-found`. */
  tile(address: TileAddress): Promise<Uint8Array>;
}

export const storedSource = (house: House, find: FindLedger): StoredSource => ({
  checkpoint: () =>
    seeLedger(house, find, async (_reader, { size, checkpoint }) => {
      if (size === 0) throw new ParleyError('not-found');
      return checkpoint;
    }),
  tile: (address) => house.store.read(async (reader) => storedTile(reader, await find(reader), address)),
});
