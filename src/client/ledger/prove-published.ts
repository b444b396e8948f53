import { ParleyError } from '../../core/errors.js';
import { checkpointIn } from '../../core/ledger/checkpoint.js';
import { decodeBundle } from '../../core/ledger/entry-bundle.js';
import { parseLeaf } from '../../core/ledger/leaf.js';
import { inclusionProof } from '../../core/ledger/prove.js';
import { formatReceipt } from '../../core/ledger/receipt.js';
import { TILE_WIDTH } from '../../core/ledger/tile.js';
import { HASH_LENGTH, treeHashOver } from '../../core/ledger/tree-hash.js';
import type { ReadOpenings } from './http-openings.js';
import { nodeSha256 } from './sha256.js';
import type { TileSource } from './tile-source.js';

/**
 * A receipt (C2SP tlog-proof) put together from what a ledger publishes. Nothing is verified: `verifyReceipt` does that.
 * Errors: `leaf-unknown`, `leaf-forgotten`, `note-malformed`, `ledger-unverified`, and those of the source.
 */
export const provePublished = async (source: TileSource, openings: ReadOpenings, index: number): Promise<string> => {
  const checkpoint = await source.checkpoint();
  const { origin, size } = checkpointIn(checkpoint);
  if (index >= size) throw new ParleyError('leaf-unknown', { origin, index, size });
  const bundle = Math.floor(index / TILE_WIDTH);
  const address = { kind: 'entries', index: bundle, width: Math.min(TILE_WIDTH, size - bundle * TILE_WIDTH) } as const;
  const opening = (await openings(address))[index % TILE_WIDTH];
  if (opening === undefined) throw new ParleyError('leaf-forgotten', { origin, index });
  const leaf = parseLeaf(decodeBundle(await source.tile(address))?.[index % TILE_WIDTH] ?? Uint8Array.of());
  if (leaf === undefined) throw new ParleyError('ledger-unverified', { origin, reason: `leaf ${index} is malformed` });
  const hashes = async (level: number, from: number, to: number) =>
    hashesIn(await source.tile({ kind: 'hashes', level, index: from / TILE_WIDTH, width: to - from }));
  const proof = await inclusionProof(treeHashOver(nodeSha256), { hashes }, index, size).catch((cause: unknown) => {
    if (!(cause instanceof RangeError)) throw cause;
    throw new ParleyError('ledger-unverified', { origin, reason: 'its tiles lack a hash' }, { cause });
  });
  return formatReceipt({ opening: { ...opening, at: leaf.at }, index, proof, checkpoint });
};

const hashesIn = (tile: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.floor(tile.length / HASH_LENGTH) }, (_, place) =>
    tile.subarray(place * HASH_LENGTH, (place + 1) * HASH_LENGTH),
  );
