import { canonicalJson } from '../../core/canonical-json.js';
import { groupedBy } from '../../core/grouped.js';
import { type LedgerEvent, type LedgerKind, tellingsOf } from '../../core/ledger/event.js';
import { appendLeaves, decodeFrontier, encodeFrontier, rootOf } from '../../core/ledger/frontier.js';
import { encodeLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import type { House } from '../house.js';
import type { Signer } from '../ports/keys.js';
import type { StoredLeaf, StoredLedger } from '../ports/ledgers.js';
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
 * Cost: three hashes and a row a leaf; a row read, a row written and a signature a ledger that grew.
 */
export const inscribe = async (
  house: House,
  sealer: Sealer,
  { events, signer, anew }: Inscription,
): Promise<string | undefined> => {
  if (events.length === 0) return undefined;
  const host = await ledgerOf(sealer, 'host', null);
  if (anew !== true) await requireOnward(house, sealer, host);
  const signing = signer ?? (await signerInForce(house, host));
  const told = events.flatMap((event) => tellingsOf(event).map((telling) => ({ ...telling, at: event.at })));
  const forHost = told.filter(({ ledger }) => ledger === 'host');
  const grown: StoredLedger[] = [];
  for (const drafts of groupedBy(
    told.filter(({ ledger }) => ledger !== 'host'),
    ({ ledger, participant }) => `${ledger} ${participant}`,
  ).values()) {
    const [{ ledger, participant }] = drafts as [(typeof drafts)[number]];
    grown.push(await grow(house, sealer, signing, await ledgerOf(sealer, ledger, participant), drafts));
  }
  const at = Math.max(...events.map((event) => event.at));
  const checkpoints = grown.map(({ checkpoint }) => checkpoint);
  const last = checkpoints.length === 0 ? [] : [{ at, facts: { kind: 'checkpoints', checkpoints } }];
  return (await grow(house, sealer, signing, host, [...forHost, ...last])).checkpoint;
};

const ledgerOf = async (sealer: Sealer, kind: LedgerKind, participant: number | null): Promise<StoredLedger> =>
  (await sealer.ledgers.find(kind, participant)) ?? openLedger(sealer, kind, participant);

const SALT_BYTES = 16;

const grow = async (
  house: House,
  sealer: Sealer,
  signer: Signer,
  ledger: StoredLedger,
  drafts: readonly Draft[],
): Promise<StoredLedger> => {
  requireOwnWork(house, ledger);
  const leaves = leavesOf(house, ledger.at, drafts);
  const hashes = leaves.map((leaf) => LEDGER_HASH.leaf(encodeLeaf(leaf)));
  const { frontier, nodes } = appendLeaves(LEDGER_HASH, decodeFrontier(ledger.size, ledger.frontier), hashes);
  const root = rootOf(LEDGER_HASH, frontier);
  const grown: StoredLedger = {
    ...ledger,
    size: frontier.size,
    frontier: encodeFrontier(frontier),
    at: leaves.at(-1)?.at ?? ledger.at,
    checkpoint: signedCheckpoint(signer, { origin: ledger.origin, size: frontier.size, root }),
  };
  await sealer.ledgers.grow(grown, { from: ledger.size, leaves, nodes });
  remember(house, grown.checkpoint);
  return grown;
};

const leavesOf = (house: House, begin: number, drafts: readonly Draft[]): readonly StoredLeaf[] => {
  const salts = house.random(SALT_BYTES * drafts.length);
  let last = begin;
  return drafts.map(({ at, facts }, place) => {
    const salt = salts.slice(place * SALT_BYTES, (place + 1) * SALT_BYTES);
    const payload = canonicalJson(facts);
    // A clock that was set back does not take a ledger's time back.
    last = Math.max(last, at);
    return { at: last, digest: saltedDigest(sha256, salt, payload), salt, payload };
  });
};

/** Signs the checkpoints of all ledgers anew: same sizes, same roots. For a rotation, inside its transaction. */
export const signAnew = async (house: House, sealer: Sealer, signer: Signer): Promise<void> => {
  for (const ledger of await sealer.ledgers.inForce()) {
    requireOwnWork(house, ledger);
    const root = rootOf(LEDGER_HASH, decodeFrontier(ledger.size, ledger.frontier));
    const checkpoint = signedCheckpoint(signer, { origin: ledger.origin, size: ledger.size, root });
    await sealer.ledgers.grow({ ...ledger, checkpoint }, { from: ledger.size, leaves: [], nodes: [] });
  }
};
