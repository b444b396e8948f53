import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { type FindLedger, ledgerNamed } from './find-ledger.js';
import { requireOnward } from './guard.js';
import { vouch, vouchedFor } from './vouched.js';

/**
 * A look at a ledger of which a checkpoint may be handed out. The home first keeps, durably, a checkpoint of the host's that holds
 * it: whoever shows the ledger to the world can be held to it, even if the database is lost the moment after. That is the one of
 * the transaction in which the ledger grew, not the newest there is, and what was handed out before is handed out again without
 * that: how long a look takes must not tell a partner whether others are active.
 *
 * Errors: `ledger-behind`, `ledger-forked`.
 */
export const seeLedger = async <T>(
  house: House,
  find: FindLedger,
  look: (reader: Reader, ledger: StoredLedger) => Promise<T>,
): Promise<T> => {
  const seen = house.witness.last();
  const { value, ledger, note } = await house.store.read(async (reader) => {
    const ledger = await find(reader);
    // The host's own is for no partner's eyes: there the database is held to what the home has seen, each time.
    const known = ledger.kind === 'host' ? undefined : vouchedFor(house, ledger);
    if (known?.shown) return { value: await look(reader, ledger), ledger, note: undefined };
    const host = await ledgerNamed('host')(reader);
    await requireOnward(house, reader, host, seen);
    return { value: await look(reader, ledger), ledger, note: known?.note ?? host.checkpoint };
  });
  if (note !== undefined) {
    await house.witness.keep(note);
    vouch(house, ledger, note, true);
  }
  return value;
};
