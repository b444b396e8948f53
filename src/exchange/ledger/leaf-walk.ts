import { ParleyError } from '../../core/errors.js';
import { appendLeaves, EMPTY_FRONTIER, type Frontier, rootOf } from '../../core/ledger/frontier.js';
import { encodeLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import { isRecord, type JsonRecord } from '../../core/stix/json/json-value.js';
import { parseStrictJson } from '../../core/stix/json/strict-json.js';
import type { House } from '../house.js';
import type { StoredLeaf, StoredLedger } from '../ports/ledgers.js';
import { LEDGER_HASH, sha256 } from './hashing.js';

/** What a leaf says. */
export type Facts = JsonRecord;

const LEAVES_AT_ONCE = 256;

/**
 * Goes over a stored ledger once, from its first leaf on. Each is opened and held to its digest, and the tree is grown anew, so
 * that roots along the way can be compared. Memory stays flat. Errors: `ledger-unverified`.
 */
export class LeafWalk {
  #frontier: Frontier = EMPTY_FRONTIER;
  readonly #leaves: AsyncGenerator<StoredLeaf>;

  constructor(
    house: House,
    readonly ledger: StoredLedger,
    private readonly seen: (facts: Facts) => void = () => undefined,
  ) {
    this.#leaves = leavesOf(house, ledger);
  }

  /** Leaves gone over so far. */
  get size(): number {
    return this.#frontier.size;
  }

  /** Of the leaves gone over so far. */
  root(): Uint8Array {
    return rootOf(LEDGER_HASH, this.#frontier);
  }

  /** Goes one leaf on; false at the end. */
  async step(): Promise<boolean> {
    const { value: leaf, done } = await this.#leaves.next();
    if (done === true) return false;
    const facts = this.#open(leaf);
    this.#frontier = appendLeaves(LEDGER_HASH, this.#frontier, [LEDGER_HASH.leaf(encodeLeaf(leaf))]).frontier;
    this.seen(facts);
    return true;
  }

  /** Goes on up to this size. */
  async to(size: number): Promise<void> {
    while (this.size < size && (await this.step()));
  }

  refuse(reason: string): ParleyError {
    return new ParleyError('ledger-unverified', { origin: this.ledger.origin, reason });
  }

  #open({ salt, payload, digest }: StoredLeaf): Facts {
    // Nothing can forget a leaf yet: whoever removed what opens it had something to hide.
    if (salt === null || payload === null) throw this.refuse(`what opens leaf ${this.size} is missing`);
    if (Buffer.compare(saltedDigest(sha256, salt, payload), digest) !== 0)
      throw this.refuse(`what opens leaf ${this.size} does not give its digest`);
    const read = parseStrictJson(payload);
    if (!('value' in read) || !isRecord(read.value)) throw this.refuse(`leaf ${this.size} does not say an event`);
    return read.value;
  }
}

async function* leavesOf(house: House, { num, origin, size }: StoredLedger): AsyncGenerator<StoredLeaf> {
  for (let from = 0; from < size; from += LEAVES_AT_ONCE) {
    const to = Math.min(from + LEAVES_AT_ONCE, size);
    const leaves = await house.store.read((reader) => reader.ledgers.leaves(num, from, to));
    if (leaves.length !== to - from)
      throw new ParleyError('ledger-unverified', { origin, reason: `leaves from ${from} to ${to - 1} are not all there` });
    yield* leaves;
  }
}
