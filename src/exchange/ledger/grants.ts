import { groupedBy } from '../../core/grouped.js';
import type { House } from '../house.js';
import type { Sealer } from '../ports/store.js';
import { type Recorder, underSeal } from './under-seal.js';

/**
 * Records what was added to feeds since the last leaf that told it: one leaf a participant, when an act is through. Not one a
 * seal: the chunks of an import end where a certain number of objects is reached, and how many of them others see, or nobody,
 * must not show in a partner's ledger.
 */
export const recordGrants = async (
  sealer: Sealer,
  record: Recorder,
  { at, participant }: { readonly at: number; readonly participant?: number },
): Promise<void> => {
  const untold = await sealer.feeds.untold(participant);
  if (untold.length === 0) return;
  const ids = new Map((await sealer.collections.all()).map(({ num, id }) => [num, id]));
  const book = (await sealer.books.inForce())?.hash ?? null;
  for (const [owner, feeds] of groupedBy(untold, (feed) => feed.participant)) {
    const told = feeds.map(({ collection, granted, pos }) => ({
      collection: ids.get(collection) ?? null,
      entries: granted + 1 === pos ? `${pos}` : `${granted + 1}-${pos}`,
    }));
    record({ at, kind: 'granted', participant: owner, detail: { book, feeds: told } });
  }
  await sealer.feeds.tell(untold);
};

/** Tells what an act that was killed half way left untold. */
export const settleGrants = async (house: House, at: number): Promise<void> => {
  const untold = await house.store.read((reader) => reader.feeds.untold());
  if (untold.length > 0) await underSeal(house, (sealer, record) => recordGrants(sealer, record, { at }));
};
