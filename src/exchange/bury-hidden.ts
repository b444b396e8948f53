import type { House } from './house.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import { Rulings } from './rulings.js';
import { seal } from './seal.js';
import { placedObjects } from './sight.js';

/**
 * Before objects change: where a participant's sweep has not ended, what pages already hide of these objects dies now. Else the
 * change could show it again at its old place, which clients have passed while it was hidden, and they would never get it.
 */
export const buryHidden = async (
  house: House,
  sealer: Sealer,
  { nums, book, at }: { readonly nums: readonly number[]; readonly book: RuleBook; readonly at: number },
): Promise<void> => {
  const standings = (await sealer.registry.standings()).filter(({ swept, due }) => swept < due);
  if (standings.length === 0 || nums.length === 0) return;
  const rulings = await Rulings.open(house, sealer, book);
  await seal(sealer, { scheme: house.scheme, rulings, standings, objects: await placedObjects(sealer, nums), at });
};
