import { canonicalJson } from '../../core/canonical-json.js';
import { groupedBy } from '../../core/grouped.js';
import { type LedgerEvent, type LedgerKind, type Telling, tellingsOf } from '../../core/ledger/event.js';
import { appendLeaves, decodeFrontier, encodeFrontier, rootOf } from '../../core/ledger/frontier.js';
import { encodeLeaf, SALT_LENGTH, saltedDigest } from '../../core/ledger/leaf.js';
import type { House } from '../house.js';
import type { Signer } from '../ports/keys.js';
import type { Growth, StoredLeaf, StoredLedger } from '../ports/ledgers.js';
import type { Sealer } from '../ports/store.js';
import { requireOnward } from './guard.js';
import { LEDGER_HASH, sha256 } from './hashing.js';
import { openLedger } from './open-ledger.js';
import { remember, requireOwnWork, signedCheckpoint, signerInForce } from './sign.js';

/** A leaf to be: its payload is canonical JSON, so that it can be written again from its facts. */
interface Draft {
  readonly at: number;
  readonly facts: Readonly<Record<string, unknown>>;
}

export interface Inscription {
  readonly events: readonly LedgerEvent[];
  /** Signs in place of the one in force: a rotation. */
  readonly signer?: Signer | undefined;
  /** The ledgers begin anew: what this home has seen is given up, knowingly. */
  readonly anew?: boolean | undefined;
}

/**
 * Appends the leaves of a transaction to their ledgers, inside it, and signs a checkpoint of each ledger that grew. Last comes
 * the host's, with a leaf that holds the others' new checkpoints: who has its checkpoint has them all. Returns that note, to
 * be kept outside the database once the transaction has committed; undefined: there was nothing to inscribe.
 *
 * Errors: `ledger-behind`, `ledger-forked`, `keys-stale`.
 *
 * Cost: three hashes and a row a leaf; a row and a signature a ledger that grew; four statements, however many they are.
 */
export const inscribe = async (
  house: House,
  sealer: Sealer,
  { events, signer, anew }: Inscription,
): Promise<string | undefined> => {
  if (events.length === 0) return undefined;
  const told = groupedBy(
    events.flatMap((event) => tellingsOf(event).map((telling) => ({ ...telling, at: event.at }))),
    keyOf,
  );
  const ledgers = await ledgersFor(
    sealer,
    [...told.values()].map(([first]) => first as Telling),
  );
  const host = ledgers.get(keyOf(HOST)) ?? (await openLedger(sealer, 'host', null));
  if (anew !== true) await requireOnward(house, sealer, host);
  const signing = signer ?? (await signerInForce(house, host));
  const growths: Growth[] = [];
  for (const [key, drafts] of told) {
    const [{ ledger: kind, participant } = HOST] = drafts;
    if (kind === 'host') continue;
    growths.push(grown(house, signing, ledgers.get(key) ?? (await openLedger(sealer, kind, participant)), drafts));
  }
  const at = Math.max(...events.map((event) => event.at));
  const checkpoints = growths.map(({ ledger }) => ledger.checkpoint);
  const last = checkpoints.length === 0 ? [] : [{ at, facts: { kind: 'checkpoints', checkpoints } }];
  const ofHost = grown(house, signing, host, [...(told.get(keyOf(HOST)) ?? []), ...last]);
  await sealer.ledgers.grow([...growths, ofHost]);
  for (const { ledger } of [...growths, ofHost]) remember(house, ledger);
  return ofHost.ledger.checkpoint;
};

const HOST = { ledger: 'host', participant: null } as const;

const keyOf = ({ ledger, participant }: { readonly ledger: LedgerKind; readonly participant: number | null }): string =>
  `${ledger} ${participant}`;

const ledgersFor = async (sealer: Sealer, told: readonly Telling[]): Promise<ReadonlyMap<string, StoredLedger>> => {
  const participants = told.flatMap(({ participant }) => (participant === null ? [] : [participant]));
  const inForce = await sealer.ledgers.inForce(participants);
  return new Map(inForce.map((ledger) => [keyOf({ ledger: ledger.kind, participant: ledger.participant }), ledger]));
};

const grown = (house: House, signer: Signer, ledger: StoredLedger, drafts: readonly Draft[]): Growth => {
  requireOwnWork(house, ledger);
  const leaves = leavesOf(house, ledger.at, drafts);
  const hashes = leaves.map((leaf) => LEDGER_HASH.leaf(encodeLeaf(leaf)));
  const { frontier, nodes } = appendLeaves(LEDGER_HASH, decodeFrontier(ledger.size, ledger.frontier), hashes);
  const checkpoint = signedCheckpoint(signer, {
    origin: ledger.origin,
    size: frontier.size,
    root: rootOf(LEDGER_HASH, frontier),
  });
  const at = leaves.at(-1)?.at ?? ledger.at;
  const state = { ...ledger, size: frontier.size, frontier: encodeFrontier(frontier), at, checkpoint };
  return { ledger: state, from: ledger.size, leaves, nodes };
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
  await sealer.ledgers.grow(ledgers.map((ledger) => grown(house, signer, ledger, [])));
};
