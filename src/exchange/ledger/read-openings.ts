import { ParleyError } from '../../core/errors.js';
import { TILE_WIDTH } from '../../core/ledger/tile.js';
import type { House } from '../house.js';
import type { StoredLeaf } from '../ports/ledgers.js';
import type { FindLedger } from './find-ledger.js';

/** What opens a leaf, beside its index; salt and payload are null where they were forgotten. */
export interface IndexedOpening extends Pick<StoredLeaf, 'at' | 'salt' | 'payload'> {
  readonly index: number;
}

/** The openings of the leaves in one bundle of entries, full or partial, in order. Errors: `not-found` beyond the size. */
export const readOpenings = (
  house: House,
  find: FindLedger,
  { index, width }: { readonly index: number; readonly width: number },
): Promise<readonly IndexedOpening[]> =>
  house.store.read(async (reader) => {
    const ledger = await find(reader);
    const from = index * TILE_WIDTH;
    if (from + width > ledger.size) throw new ParleyError('not-found');
    const leaves = await reader.ledgers.leaves(ledger.num, from, from + width);
    return leaves.map(({ at, salt, payload }, place) => ({ index: from + place, at, salt, payload }));
  });
