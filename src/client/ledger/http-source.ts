import { bundleLength } from '../../core/ledger/entry-bundle.js';
import { LEAF_LENGTH } from '../../core/ledger/leaf.js';
import { NOTE_LENGTH_MAX } from '../../core/ledger/signed-note.js';
import { type TileAddress, tilePath } from '../../core/ledger/tile.js';
import { HASH_LENGTH } from '../../core/ledger/tree-hash.js';
import { type HttpLedger, ledgerGet } from './http-get.js';
import type { TileSource } from './tile-source.js';

/** A ledger as a node publishes it. Errors, of what it reads too: `ledger-unreachable`. */
export const httpSource = (ledger: HttpLedger): TileSource => {
  const get = ledgerGet(ledger);
  return {
    checkpoint: () => get.text('checkpoint', NOTE_LENGTH_MAX),
    tile: (address) => get.bytes(tilePath(address), tileLength(address)),
  };
};

/** A tile that is larger is wrong: it need not be read to know that. */
const tileLength = (address: TileAddress): number =>
  address.kind === 'hashes' ? address.width * HASH_LENGTH : bundleLength(address.width, LEAF_LENGTH);
