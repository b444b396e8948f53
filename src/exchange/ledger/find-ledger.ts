import { ParleyError } from '../../core/errors.js';
import type { Caller } from '../../core/registry/participant.js';
import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { requireCredentialInForce, requireParticipant } from '../require.js';

/** Finds a ledger in force, in the snapshot that it is then read in. */
export type FindLedger = (reader: Reader) => Promise<StoredLedger>;

/** What ledgers are called where participants are called by their slugs: no participant may be called so. */
export const LEDGER_NAMES: readonly string[] = ['host', 'common', 'own'];

/** For the eyes of the host: `host`, `common`, or that of the participant with this slug. Errors: `participant-unknown`. */
export const ledgerNamed =
  (name: string): FindLedger =>
  async (reader) => {
    if (name === 'host' || name === 'common') return found(await reader.ledgers.find(name, null));
    const { num } = await requireParticipant(reader, name);
    return found(await reader.ledgers.find('own', num));
  };

/** The ledgers that a partner may read, by the names it knows them by. */
export type ReadableLedger = 'own' | 'common';

/**
 * For a partner: the common ledger or its own, and no way to name another. Its token or certificate is looked at again, since it may
 * have been revoked or unbound after it was shown. Errors: `credentials-wrong`.
 */
export const ledgerFor =
  (house: House, caller: Caller, ledger: ReadableLedger): FindLedger =>
  async (reader) => {
    await requireCredentialInForce(house, reader, caller);
    return found(await reader.ledgers.find(ledger, ledger === 'own' ? caller.num : null));
  };

/** A node has its ledgers from its first transaction on, a participant its own from its admission on. */
const found = (ledger: StoredLedger | undefined): StoredLedger => {
  if (ledger === undefined) throw new ParleyError('fault');
  return ledger;
};
