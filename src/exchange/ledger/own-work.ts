import { checkpointText } from '../../core/ledger/checkpoint.js';
import { encodeLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import { verifyInclusion } from '../../core/ledger/proof.js';
import { inclusionProof } from '../../core/ledger/prove.js';
import type { House } from '../house.js';
import type { StoredLeaf, StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { LEDGER_HASH, sha256 } from './hashing.js';
import { expectedOrigin } from './open-ledger.js';
import { edgeOf, notOurs, requireSigned } from './sign.js';
import { storedHashes } from './stored-tiles.js';

/**
 * The sum over all ledgers but the host's: of SHA-256 over the text of each one's checkpoint, modulo 2^256. The host signs it
 * with every transaction. So who owns the database cannot put one ledger back to what it was, however well that was signed.
 */
export type LedgerSum = bigint;

const MODULUS = 1n << 256n;

const termOf = (ledger: Pick<StoredLedger, 'origin' | 'size'> & { readonly root: Uint8Array }): bigint =>
  BigInt(`0x${Buffer.from(sha256(Buffer.from(checkpointText(ledger)))).toString('hex')}`);

const termIn = (ledger: StoredLedger): bigint => (ledger.size === 0 ? 0n : termOf({ ...ledger, root: edgeOf(ledger) }));

/** The sum of these. */
export const sumOf = (ledgers: readonly StoredLedger[]): LedgerSum =>
  ledgers.reduce((sum, ledger) => (sum + termIn(ledger)) % MODULUS, 0n);

/** The sum when ledgers have moved on. */
export const sumAfter = (
  sum: LedgerSum,
  moved: readonly { readonly from: StoredLedger; readonly to: StoredLedger }[],
): LedgerSum => moved.reduce((now, { from, to }) => (now - termIn(from) + termIn(to) + MODULUS) % MODULUS, sum);

export const sumText = (sum: LedgerSum): string => sum.toString(16).padStart(64, '0');

/** What this process has signed or proved: it need not be proved again as long as the rows are the very same. */
interface Known {
  readonly host: StoredLedger;
  readonly sum: LedgerSum;
  /** By origin: the newest state of each ledger that is in the sum. */
  readonly summed: Map<string, StoredLedger>;
  /** By origin: of those, the ones whose rows were proved. */
  readonly proved: Map<string, StoredLedger>;
}

const knownOf = new WeakMap<House['store'], Known>();

/** What a transaction has signed, should it commit; if it does not, the rows will not be the same. */
export const remember = ({ store }: House, host: StoredLedger, sum: LedgerSum, grown: readonly StoredLedger[]): void => {
  const { summed = new Map(), proved = new Map() } = knownOf.get(store) ?? {};
  for (const ledger of grown) {
    summed.set(ledger.origin, ledger);
    proved.set(ledger.origin, ledger);
  }
  knownOf.set(store, { host, sum, summed, proved });
};

const isSame = (one: StoredLedger | undefined, other: StoredLedger): boolean =>
  one !== undefined &&
  one.num === other.num &&
  one.kind === other.kind &&
  one.participant === other.participant &&
  one.generation === other.generation &&
  one.at === other.at &&
  one.checkpoint === other.checkpoint &&
  one.size === other.size &&
  Buffer.compare(one.frontier, other.frontier) === 0;

export interface Growing {
  readonly host: StoredLedger;
  readonly growing: readonly StoredLedger[];
  /** No other ledger is about to be opened: one that was there, and whose row is gone, would be begun again under its name. */
  readonly complete: boolean;
}

/**
 * Before ledgers grow: what they grow from is what the key in force has signed, and the newest that it has. Who owns the database
 * can write leaves, edges and rows into it, or put older ones back, and must not find them signed with the next ones. Gives the
 * sum that the host ledger has signed last.
 *
 * Errors: `ledger-forked`.
 *
 * Cost: nothing where this process has written the rows itself; else, once, all rows of ledgers in force, and a proof each for
 * those that grow.
 */
export const requireOwnWork = async (house: House, reader: Reader, { host, growing, complete }: Growing): Promise<LedgerSum> => {
  const before = knownOf.get(house.store);
  const isCurrent = before !== undefined && isSame(before.host, host);
  const known =
    isCurrent && complete && growing.every((ledger) => isSame(before.summed.get(ledger.origin), ledger))
      ? before
      : await proveSum(house, reader, host, isCurrent ? before.proved : new Map());
  for (const ledger of growing) {
    if (isSame(known.proved.get(ledger.origin), ledger)) continue;
    await proveRow(house, reader, ledger);
    known.proved.set(ledger.origin, ledger);
  }
  return known.sum;
};

/** The host's last leaf is proved to be in the tree that was signed, and its sum to be that of the rows. */
const proveSum = async (house: House, reader: Reader, host: StoredLedger, proved: Map<string, StoredLedger>): Promise<Known> => {
  const { salt, payload, digest } = await proveRow(house, reader, host);
  if (salt === null || payload === null || Buffer.compare(saltedDigest(sha256, salt, payload), digest) !== 0) throw notOurs(host);
  const others = (await reader.ledgers.inForce()).filter(({ kind }) => kind !== 'host');
  const sum = sumOf(others);
  if ((JSON.parse(payload) as { sum?: unknown }).sum !== sumText(sum)) throw notOurs(host);
  const known = { host, sum, summed: new Map(others.map((ledger) => [ledger.origin, ledger])), proved };
  knownOf.set(house.store, known);
  return known;
};

/** A row is what was signed, under the name of the ledger that it says it is, and as late as its last leaf; gives that leaf. */
const proveRow = async (house: House, reader: Reader, ledger: StoredLedger): Promise<StoredLeaf> => {
  const { num, size, origin } = ledger;
  if (size === 0 || origin !== (await expectedOrigin(reader, ledger))) throw notOurs(ledger);
  requireSigned(house, ledger, 'in-force');
  const [last] = await reader.ledgers.leaves(num, size - 1, size);
  if (last === undefined || last.at !== ledger.at) throw notOurs(ledger);
  const claim = { index: size - 1, size, leaf: LEDGER_HASH.leaf(encodeLeaf(last)), root: edgeOf(ledger) };
  if (!verifyInclusion(LEDGER_HASH, { ...claim, proof: await proofOf(reader, ledger) })) throw notOurs(ledger);
  return last;
};

const proofOf = async (reader: Reader, ledger: StoredLedger): Promise<readonly Uint8Array[]> => {
  try {
    return await inclusionProof(LEDGER_HASH, storedHashes(reader, ledger), ledger.size - 1, ledger.size);
  } catch (cause) {
    if (cause instanceof RangeError) throw notOurs(ledger, cause);
    throw cause;
  }
};
