import { groupedBy } from '../../core/grouped.js';
import type { House } from '../house.js';
import type { Sealer } from '../ports/store.js';
import { type Recorder, underSeal } from './under-seal.js';

/**
 * Records what was added to the feeds of these participants since the last leaf that told it: one leaf each, when the act that
 * added to them is through. Not one a seal: the chunks of an import end where a certain number of objects is reached, and how
 * many of them others see, or nobody, must not show in a partner's ledger. And nobody's else: an act that gives a partner nothing
 * must not show in its ledger by telling what another act has given it so far.
 */
export const recordGrants = async (
  sealer: Sealer,
  record: Recorder,
  { at, participants }: { readonly at: number; readonly participants?: readonly number[] | undefined },
): Promise<void> => {
  const untold = await sealer.feeds.untold(participants);
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

/** The same as a transaction of its own; for all participants, at a start: what acts that were killed half way have left untold. */
export const settleGrants = async (house: House, at: number, participants?: readonly number[]): Promise<void> => {
  const untold = await house.store.read((reader) => reader.feeds.untold(participants));
  if (untold.length > 0) await underSeal(house, (sealer, record) => recordGrants(sealer, record, { at, participants }));
};

/** No act takes so long between two of its transactions: whoever has not told by then was killed. */
const FORGOTTEN_MS = 10 * 60_000;

/** Tells what was left untold so long ago that nobody else will. */
export const settleForgotten = async (house: House): Promise<void> => {
  const at = house.clock();
  const untold = await house.store.read((reader) => reader.feeds.untold());
  const forgotten = untold.filter(({ added }) => added < at - FORGOTTEN_MS).map(({ participant }) => participant);
  if (forgotten.length > 0) await settleGrants(house, at, [...new Set(forgotten)]);
};
