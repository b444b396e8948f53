import type { TileAddress } from '../../core/ledger/tile.js';

/** Where a ledger is published: on the net, on a disk, in memory. Whoever reads from it believes nothing of it. */
export interface TileSource {
  /** The signed note in force. */
  checkpoint(): Promise<string>;
  /** The bytes of one tile or bundle. Rejects if there is none. */
  tile(address: TileAddress): Promise<Uint8Array>;
}
