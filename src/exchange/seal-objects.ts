import type { House } from './house.js';
import { recordGrants } from './ledger/grants.js';
import type { Recorder } from './ledger/under-seal.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import { Rulings } from './rulings.js';
import { seal } from './seal.js';
import { placedObjects } from './sight.js';
import { raiseEpoch } from './standing.js';

/** Brings every feed up to date for objects whose labels or places changed, and raises every epoch. */
export const sealObjects = async (
  house: House,
  sealer: Sealer,
  record: Recorder,
  { nums, book, at }: { readonly nums: readonly number[]; readonly book: RuleBook; readonly at: number },
): Promise<void> => {
  const standings = await sealer.registry.standings();
  const rulings = await Rulings.open(house, sealer, book);
  const { gained } = await seal(sealer, {
    scheme: house.scheme,
    rulings,
    standings,
    objects: await placedObjects(sealer, nums),
    at,
  });
  await raiseEpoch(sealer, standings);
  await recordGrants(sealer, record, { at, participants: [...gained] });
};
