import { LIMITS } from '../../core/limits.js';

interface Account {
  /** What was used and has not drained yet; more than a minute's worth is debt. */
  readonly owed: number;
  /** When `owed` was true, milliseconds. */
  readonly at: number;
}

/**
 * What each key may use in a minute, in any unit: use drains evenly with time, so there is no border between two minutes at which
 * twice as much passes. Memory is bounded: beyond `accounts_max` the account that was used least lately is forgotten.
 */
export class Budget<K> {
  readonly #accounts = new Map<K, Account>();

  /** `per_minute` 0: without end. */
  constructor(
    private readonly per_minute: number,
    private readonly accounts_max: number = LIMITS.accounts_max,
  ) {}

  /** Milliseconds until one more unit fits; 0: now. */
  waitMs(key: K, now: number): number {
    if (this.per_minute === 0) return 0;
    return Math.max(0, Math.ceil((this.#owedAt(key, now) + 1 - this.per_minute) / this.#drainedPerMs));
  }

  /** What is larger than what is left makes a debt: the size of an answer is known only when it is there. */
  spend(key: K, now: number, amount: number): void {
    if (this.per_minute === 0) return;
    const owed = this.#owedAt(key, now) + amount;
    this.#accounts.delete(key);
    this.#accounts.set(key, { owed, at: now });
    for (const oldest of this.#accounts.keys()) {
      if (this.#accounts.size <= this.accounts_max) break;
      this.#accounts.delete(oldest);
    }
  }

  get size(): number {
    return this.#accounts.size;
  }

  get #drainedPerMs(): number {
    return this.per_minute / 60_000;
  }

  /** A clock that was set back drains nothing, and nobody waits until it has caught up. */
  #owedAt(key: K, now: number): number {
    const account = this.#accounts.get(key);
    if (account === undefined) return 0;
    if (now < account.at) this.#accounts.set(key, { ...account, at: now });
    return Math.max(0, account.owed - Math.max(0, now - account.at) * this.#drainedPerMs);
  }
}
