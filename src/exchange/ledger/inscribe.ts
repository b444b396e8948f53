import { canonicalJson } from '../../core/canonical-json.js';
import { groupedBy } from '../../core/grouped.js';
import { type LedgerEvent, type LedgerKind, type Telling, tellingsOf } from '../../core/ledger/event.js';
import { SALT_LENGTH, saltedDigest } from '../../core/ledger/leaf.js';
import type { House } from '../house.js';
import type { Signer } from '../ports/keys.js';
import type { Growth, StoredLeaf, StoredLedger } from '../ports/ledgers.js';
import type { Sealer } from '../ports/store.js';
import { grown } from './grown.js';
import { requireOnward } from './guard.js';
import { sha256 } from './hashing.js';
import { openLedger } from './open-ledger.js';
import { type Growing, type LedgerSum, remember, requireOwnWork, sumAfter, sumText } from './own-work.js';
import { signerInForce } from './sign.js';
import { vouch } from './vouched.js';

export interface Inscription {
  readonly events: readonly LedgerEvent[];
  /** Signs in place of the one in force: a rotation. */
  readonly signer?: Signer | undefined;
  /** All ledgers in force were just opened: what this home has seen is given up, knowingly. */
  readonly anew?: boolean | undefined;
}

/** A leaf to be: its payload is canonical JSON, so that it can be written again from its facts. */
interface Draft {
  readonly at: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

type Told = Telling & Draft;

/**
 * Appends the leaves of a transaction to their ledgers, inside it, and signs a checkpoint of each ledger that grew. Last comes
 * the host's, whose last leaf holds the others' new checkpoints and the sum over all: who has its checkpoint has them all.
 * Returns that note, to be kept outside the database once the transaction has committed; undefined: there was nothing to inscribe.
 *
 * Errors: `ledger-behind`, `ledger-forked`, `keys-stale`.
 *
 * Cost: three hashes and a row a leaf; a row and a signature a ledger that grew; five statements, however many they are.
 */
export const inscribe = async (
  house: House,
  sealer: Sealer,
  { events, signer, anew = false }: Inscription,
): Promise<string | undefined> => {
  if (events.length === 0) return undefined;
  const told = groupedBy(events.flatMap(toldOf), keyOf);
  const found = await ledgersFor(sealer, [...told.values()].flat());
  const known = found.get(HOST);
  const host = known ?? (await openLedger(sealer, 'host', null));
  const others = [...told].flatMap(([key, [first]]) => (key === HOST || first === undefined ? [] : [{ key, first }]));
  const growing = others.flatMap(({ key }) => found.get(key) ?? []);
  const signed = { host, growing, complete: growing.length === others.length };
  const before = anew || known === undefined ? await atFirst(house, host) : await signedBefore(house, sealer, signed);
  const signing = signer ?? before.signer;

  const growths: Growth[] = [];
  const moved: { readonly from: StoredLedger; readonly to: StoredLedger }[] = [];
  for (const { key, first } of others) {
    const from = found.get(key) ?? (await openLedger(sealer, first.ledger, first.participant));
    const growth = await grown(sealer, signing, from, leavesOf(house, from.at, told.get(key) ?? []));
    growths.push(growth);
    moved.push({ from, to: growth.ledger });
  }
  const after = sumAfter(before.sum, moved);
  const facts = { kind: 'checkpoints', checkpoints: growths.map(({ ledger }) => ledger.checkpoint), sum: sumText(after) };
  const last = { at: Math.max(...events.map(({ at }) => at)), facts };
  const ofHost = await grown(sealer, signing, host, leavesOf(house, host.at, [...(told.get(HOST) ?? []), last]));
  await sealer.ledgers.grow([...growths, ofHost]);
  const signedOthers = growths.map(({ ledger }) => ledger);
  remember(house, ofHost.ledger, after, signedOthers);
  for (const ledger of signedOthers) vouch(house, ledger, ofHost.ledger.checkpoint);
  return ofHost.ledger.checkpoint;
};

/** What a transaction goes on from. */
interface Before {
  readonly signer: Signer;
  readonly sum: LedgerSum;
}

const atFirst = async (house: House, host: StoredLedger): Promise<Before> => ({
  signer: await signerInForce(house, host),
  sum: 0n,
});

/** What was signed last, and by whom. */
const signedBefore = async (house: House, sealer: Sealer, growing: Growing): Promise<Before> => {
  // Another process of this home may have seen more: nothing is signed that would contradict it.
  await house.witness.refresh();
  await requireOnward(house, sealer, growing.host);
  const signer = await signerInForce(house, growing.host);
  return { signer, sum: await requireOwnWork(house, sealer, growing) };
};

const toldOf = (event: LedgerEvent): readonly Told[] =>
  tellingsOf(event).map(({ ledger, participant, facts }) => ({ ledger, participant, facts, at: event.at }));

const keyOf = ({ ledger, participant }: { readonly ledger: LedgerKind; readonly participant: number | null }): string =>
  `${ledger} ${participant}`;

const HOST = keyOf({ ledger: 'host', participant: null });

const ledgersFor = async (sealer: Sealer, told: readonly Told[]): Promise<ReadonlyMap<string, StoredLedger>> => {
  const participants = new Set(told.flatMap(({ participant }) => (participant === null ? [] : [participant])));
  const inForce = await sealer.ledgers.inForce([...participants]);
  return new Map(inForce.map((ledger) => [keyOf({ ledger: ledger.kind, participant: ledger.participant }), ledger]));
};

const leavesOf = (house: House, begin: number, drafts: readonly Draft[]): readonly StoredLeaf[] => {
  const salts = house.random(SALT_LENGTH * drafts.length);
  let last = begin;
  return drafts.map(({ at, facts }, place) => {
    const salt = salts.slice(place * SALT_LENGTH, (place + 1) * SALT_LENGTH);
    const payload = canonicalJson(facts);
    // A clock that was set back does not take a ledger's time back.
    last = Math.max(last, at);
    return { at: last, digest: saltedDigest(sha256, salt, payload), salt, payload };
  });
};

/** Signs the checkpoints of all ledgers anew: same sizes, same roots. For a rotation, inside its transaction. */
export const signAnew = async (house: House, sealer: Sealer, signer: Signer): Promise<void> => {
  const ledgers = await sealer.ledgers.inForce();
  const host = ledgers.find(({ kind }) => kind === 'host');
  if (host === undefined) return;
  await signedBefore(house, sealer, { host, growing: ledgers.filter((ledger) => ledger !== host), complete: true });
  const signed: Growth[] = [];
  for (const ledger of ledgers) signed.push(await grown(sealer, signer, ledger, []));
  await sealer.ledgers.grow(signed);
};
