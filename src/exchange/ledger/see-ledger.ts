import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { type FindLedger, ledgerNamed } from './find-ledger.js';
import { requireOnward } from './guard.js';

/** By origin: the checkpoint that this process has handed out, and that its home can vouch for. */
const vouched = new WeakMap<House['witness'], Map<string, string>>();

const vouchedBy = ({ witness }: House): Map<string, string> => {
  const notes = vouched.get(witness) ?? new Map<string, string>();
  vouched.set(witness, notes);
  return notes;
};

/**
 * A look at a ledger of which a checkpoint may be handed out. The home keeps the host's checkpoint of the same snapshot first,
 * durably: whoever shows the ledger to the world can be held to it, even if the database is lost the moment after. One that was
 * handed out before is handed out again without that: how long it takes must not tell a partner whether others are active.
 *
 * Errors: `ledger-behind`, `ledger-forked`.
 */
export const seeLedger = async <T>(
  house: House,
  find: FindLedger,
  look: (reader: Reader, ledger: StoredLedger) => Promise<T>,
): Promise<T> => {
  const seen = house.witness.last();
  const notes = vouchedBy(house);
  const { value, ledger, note } = await house.store.read(async (reader) => {
    const ledger = await find(reader);
    // The host's own is for no partner's eyes: there the database is held to what the home has seen, each time.
    if (ledger.kind !== 'host' && notes.get(ledger.origin) === ledger.checkpoint)
      return { value: await look(reader, ledger), ledger, note: undefined };
    const host = await ledgerNamed('host')(reader);
    await requireOnward(house, reader, host, seen);
    return { value: await look(reader, ledger), ledger, note: host.checkpoint };
  });
  if (note !== undefined) {
    await house.witness.keep(note);
    notes.set(ledger.origin, ledger.checkpoint);
  }
  return value;
};
