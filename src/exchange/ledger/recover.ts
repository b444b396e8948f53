import { ParleyError } from '../../core/errors.js';
import { checkpointIn } from '../../core/ledger/checkpoint.js';
import type { LedgerEvent } from '../../core/ledger/event.js';
import { hostGeneration } from '../../core/ledger/generation.js';
import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Sealer } from '../ports/store.js';
import { type Ruling, requireRole } from '../ruling.js';
import { requireOnward } from './guard.js';
import { inscribe } from './inscribe.js';
import { openLedger, originBase } from './open-ledger.js';
import { requireOwnWork } from './own-work.js';
import { signedNote, signerInForce } from './sign.js';

export interface Recovery {
  /** A signed note: which ledgers end, and that others begin. */
  readonly statement: string;
  readonly origin: string;
  /** Leaves of the host ledger that this home has seen and the database does not have. */
  readonly lost: number;
}

/**
 * Gives up the ledgers of a database that lost its tail: every ledger ends where the database has it, and goes on under a new
 * origin whose first leaf holds a signed statement. Nothing is forked: the old origins never grow again, and whoever holds a
 * checkpoint that is beyond the end can show it.
 *
 * Errors: `ledger-sound` when there is nothing to give up, `operator-unknown`, `role-insufficient`.
 */
export const recoverLedgers = async (house: House, ruling: Partial<Ruling>): Promise<Recovery> => {
  const { note, recovery } = await house.store.seal(async (sealer) => {
    if (await isSound(house, sealer)) throw new ParleyError('ledger-sound');
    return beginAnew(house, sealer, ruling);
  });
  await house.witness.restart(note);
  return recovery;
};

/** Whether the ledgers go on from what this home has seen, and are as its keys have signed them. */
const isSound = async (house: House, sealer: Sealer): Promise<boolean> => {
  const host = await sealer.ledgers.find('host', null);
  if (host === undefined) return false;
  try {
    await requireOnward(house, sealer, host);
    await signerInForce(house, host);
    const growing = (await sealer.ledgers.inForce()).filter(({ kind }) => kind !== 'host');
    await requireOwnWork(house, sealer, { host, growing, complete: true });
    return true;
  } catch (error) {
    if (error instanceof ParleyError && ['ledger-behind', 'ledger-forked', 'keys-stale'].includes(error.code)) return false;
    throw error;
  }
};

/** The change itself, inside a transaction, for a restore too. */
export const beginAnew = async (
  house: House,
  sealer: Sealer,
  { by, reason }: Partial<Ruling>,
): Promise<{ readonly note: string; readonly recovery: Recovery }> => {
  if (by !== undefined) await requireRole(sealer, by, ['administrator']);
  const node = await sealer.registry.node();
  const host = await sealer.ledgers.find('host', null);
  if (node === undefined) throw new ParleyError('fault');
  const ended = await sealer.ledgers.inForce();
  const seen = house.witness.last();
  const seenCheckpoint = seen === undefined ? undefined : checkpointIn(seen);
  const generation = Math.max(host?.generation ?? 1, hostGeneration(seenCheckpoint?.origin ?? '')) + 1;
  const [signer] = house.keyring.keys.ledger;
  if (signer === undefined) throw new ParleyError('keys-stale');
  const at = house.clock();
  const name = originBase(node.id);
  const statement = signedNote(signer, name, statementText(name, generation, at));
  for (const kind of ['host', 'common'] as const) await openLedger(sealer, kind, null, generation);
  for (const { num } of await sealer.registry.participants()) await openLedger(sealer, 'own', num, generation);
  await sealer.registry.beginHistory(generation);
  const lost = Math.max(0, (seenCheckpoint?.size ?? 0) - (host?.size ?? 0));
  // Rows of that table are nobody's signed word: they count only where there never was a ledger.
  const before = host === undefined ? await sealer.ledgers.takeEarlier() : [];
  const events = eventsOf(ended, { statement, at, by, reason, detail: { seen: seen ?? null, lost } });
  const note = await inscribe(house, sealer, { events: [...events, ...before], signer, anew: true });
  if (note === undefined) throw new ParleyError('fault');
  return { note, recovery: { statement, origin: checkpointIn(note).origin, lost } };
};

/** No size of the host's ledger stands in it: partners read it. */
const statementText = (name: string, generation: number, at: number): string =>
  `parley ledger recovery\n${name}\ngeneration ${generation}\n${new Date(at).toISOString()}\n`;

interface Told {
  readonly by: string | undefined;
  readonly reason: string | undefined;
  readonly statement: string;
  readonly at: number;
  /** For the host's eyes. */
  readonly detail: Readonly<Record<string, unknown>>;
}

const eventsOf = (ended: readonly StoredLedger[], { statement, at, by, reason, detail }: Told): readonly LedgerEvent[] => {
  const who = { at, by: by ?? null, reason: reason ?? null };
  const common = ended.find(({ kind }) => kind === 'common');
  const own = ended.filter(({ kind }) => kind === 'own');
  return [
    {
      ...who,
      kind: 'ledgers-recovered',
      participant: null,
      detail: { ...detail, statement, former: common?.checkpoint ?? null },
    },
    ...own.map((ledger) => ({
      ...who,
      kind: 'ledger-continued' as const,
      participant: ledger.participant,
      detail: { statement, former: ledger.checkpoint },
    })),
  ];
};
