import type { TileAddress } from '../../core/ledger/tile.js';
import type { TileSource } from './tile-source.js';

export interface ReadTile {
  readonly address: TileAddress;
  readonly bytes: Uint8Array;
}

/** Few enough that a small host is not pressed, enough that the way there and back does not count. */
const READS_AHEAD = 8;

/** Reads tiles in the order given, a few ahead of what was taken: memory stays flat, however many there are. */
export async function* readAhead(
  source: TileSource,
  addresses: Iterable<TileAddress>,
): AsyncGenerator<ReadTile, void, undefined> {
  const waiting: { readonly address: TileAddress; readonly bytes: Promise<Uint8Array> }[] = [];
  for (const address of addresses) {
    const bytes = source.tile(address);
    // Whoever takes the tile meets the error. If nobody comes, because one before it was wrong, it must not count as unhandled.
    bytes.catch(() => undefined);
    waiting.push({ address, bytes });
    const next = waiting.length < READS_AHEAD ? undefined : waiting.shift();
    if (next !== undefined) yield { address: next.address, bytes: await next.bytes };
  }
  for (const next of waiting) yield { address: next.address, bytes: await next.bytes };
}
