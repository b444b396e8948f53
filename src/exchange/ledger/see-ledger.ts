import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { type FindLedger, ledgerNamed } from './find-ledger.js';
import { requireOnward } from './guard.js';

/**
 * A look at a ledger of which a checkpoint may be handed out. The home keeps the host's checkpoint of the same snapshot first,
 * durably: whoever shows the ledger to the world can be held to it, even if the database is lost the moment after.
 *
 * Errors: `ledger-behind`, `ledger-forked`.
 */
export const seeLedger = async <T>(
  house: House,
  find: FindLedger,
  look: (reader: Reader, ledger: StoredLedger) => Promise<T>,
): Promise<T> => {
  const seen = house.witness.last();
  const { value, note } = await house.store.read(async (reader) => {
    const ledger = await find(reader);
    const host = await ledgerNamed('host')(reader);
    await requireOnward(house, reader, host, seen);
    return { value: await look(reader, ledger), note: host.checkpoint };
  });
  await house.witness.keep(note);
  return value;
};
