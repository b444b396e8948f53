import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';

/** A checkpoint that this process has signed or handed out. */
interface Vouched {
  readonly checkpoint: string;
  /** A checkpoint of the host's that holds it: once the home has kept that, this one may be handed out. */
  readonly note: string;
  /** The home has kept the note, and the checkpoint was handed out. */
  readonly shown: boolean;
}

/** By origin: the newest of each ledger. */
const vouchedOf = new WeakMap<House['witness'], Map<string, Vouched>>();

/** May be said before a transaction commits: a row that has this checkpoint is one that did. */
export const vouch = ({ witness }: House, { origin, checkpoint }: StoredLedger, note: string, shown = false): void => {
  const known = vouchedOf.get(witness) ?? new Map<string, Vouched>();
  known.set(origin, { checkpoint, note, shown });
  vouchedOf.set(witness, known);
};

/** What this process knows of this very checkpoint; undefined: another one has signed it. */
export const vouchedFor = ({ witness }: House, { origin, checkpoint }: StoredLedger): Vouched | undefined => {
  const known = vouchedOf.get(witness)?.get(origin);
  return known?.checkpoint === checkpoint ? known : undefined;
};
