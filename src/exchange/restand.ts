import type { LedgerEvent } from '../core/ledger/event.js';
import type { Participant } from '../core/registry/participant.js';
import { afterSweeps, requireSwept } from './after-sweeps.js';
import { bookInForce } from './book.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import type { Sealer } from './ports/store.js';
import { Rulings } from './rulings.js';
import { type Moved, refreshStanding } from './standing.js';
import { sweep } from './sweep.js';

/** A change of the registry, made inside the transaction: its result, whom it concerns, and what goes on record (if it was one). */
export interface Change<T> {
  readonly value: T;
  /** Whose standing must be made anew; undefined: everybody's. */
  readonly participants: readonly Pick<Participant, 'num'>[] | undefined;
  readonly event:
    | (Pick<LedgerEvent, 'kind' | 'participant' | 'detail'> & Partial<Pick<LedgerEvent, 'by' | 'reason'>>)
    | undefined;
}

/**
 * Makes a change that may move what participants see. First one small commit: the change, the new standings with raised
 * epochs, the record; from then on nothing leaves under the old rights. Then the sweep, in chunks, until every feed is up to
 * date; when this returns the change holds everywhere. `change` may be made again: what gives something back waits for a sweep
 * that has not ended.
 */
export const restand = async <T>(house: House, change: (sealer: Sealer) => Promise<Change<T>>): Promise<T> => {
  const at = house.clock();
  const { value, moved } = await afterSweeps(house, () =>
    underSeal(house, async (sealer, record) => {
      const book = await bookInForce(house, sealer);
      const made = await change(sealer);
      const rulings = await Rulings.open(house, sealer, book);
      const moved: Moved[] = [];
      for (const { num } of made.participants ?? (await sealer.registry.participants())) {
        const participant = await sealer.registry.participantByNum(num);
        if (participant) moved.push(await refreshStanding(sealer, { before: rulings, rulings, participant, at }));
      }
      requireSwept(moved);
      await rulings.keep(sealer);
      if (made.event) record({ at, ...made.event });
      return { value: made.value, moved };
    }),
  );
  await sweep(house, moved, at);
  return value;
};
