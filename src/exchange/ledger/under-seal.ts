import type { LedgerEvent } from '../../core/ledger/event.js';
import type { House } from '../house.js';
import type { Sealer } from '../ports/store.js';
import { inscribe } from './inscribe.js';

/** Puts an event on record; `by`, `reason` and `participant` are null unless said. */
export type Recorder = (event: Pick<LedgerEvent, 'at' | 'kind' | 'detail'> & Partial<LedgerEvent>) => void;

/** What a transaction does, and what it puts on record. */
export type Sealed<T> = (sealer: Sealer, record: Recorder) => Promise<T>;

/**
 * One transaction of the single writer. What it recorded is inscribed in the ledgers as its last act, so that what happened
 * and its leaves become durable together or not at all; the home then keeps the checkpoint that was committed, before anybody
 * is told.
 */
export const underSeal = async <T>(house: House, write: Sealed<T>): Promise<T> => {
  const { value, note } = await seal(house, write);
  if (note !== undefined) await house.witness.keep(note);
  return value;
};

/**
 * The same, without waiting for the home: for what tells nobody a checkpoint. The note is kept some milliseconds later; whoever
 * publishes one waits for it.
 */
export const underSealSoon = async <T>(house: House, write: Sealed<T>): Promise<T> => {
  const { value, note } = await seal(house, write);
  if (note !== undefined) {
    house.witness.keep(note).catch(({ code }: NodeJS.ErrnoException) => house.alarm('checkpoint-not-kept', { code: code ?? '' }));
  }
  return value;
};

const seal = <T>(house: House, write: Sealed<T>): Promise<{ readonly value: T; readonly note: string | undefined }> =>
  house.store.seal(async (sealer) => {
    const events: LedgerEvent[] = [];
    const value = await write(sealer, (event) => void events.push({ by: null, reason: null, participant: null, ...event }));
    return { value, note: await inscribe(house, sealer, { events }) };
  });
