import { ParleyError } from '../../core/errors.js';
import { decodeBundle } from '../../core/ledger/entry-bundle.js';
import { equalBytes } from '../../core/ledger/equal-bytes.js';
import { parseLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import { TILE_WIDTH, tilePath } from '../../core/ledger/tile.js';
import type { ReadOpenings } from './http-openings.js';
import { nodeSha256 } from './sha256.js';
import type { TileSource } from './tile-source.js';

/**
 * A ledger of which every entry is held to its opening as it is read, so that what its owner is told of a leaf is what was
 * signed. Errors, beside those of what it reads: `ledger-unverified`.
 */
export const openedSource = (source: TileSource, name: string, openings: ReadOpenings): TileSource => ({
  checkpoint: () => source.checkpoint(),
  tile: async (address) => {
    if (address.kind === 'hashes') return source.tile(address);
    const [bytes, opened] = await Promise.all([source.tile(address), openings(address)]);
    for (const [place, entry] of (decodeBundle(bytes) ?? []).entries()) {
      const opening = opened[place];
      const leaf = parseLeaf(entry);
      // What is no leaf is for the verifier to name.
      if (opening === undefined || leaf === undefined) continue;
      if (!equalBytes(saltedDigest(nodeSha256, opening.salt, opening.payload), leaf.digest)) {
        const reason = `${tilePath(address)}: what opens leaf ${address.index * TILE_WIDTH + place} does not give its digest`;
        throw new ParleyError('ledger-unverified', { origin: name, reason });
      }
    }
    return bytes;
  },
});
