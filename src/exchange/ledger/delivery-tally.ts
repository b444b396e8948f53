import { createHash, type Hash } from 'node:crypto';
import type { Facts } from './leaf-walk.js';

/** Deliveries of one participant, in short: how many, and by feed the hash of what they carried, in order. */
export class DeliveryTally {
  count = 0;
  readonly #feeds = new Map<string, Hash>();

  /** `collection` is the TAXII id. */
  add(collection: string, carried: string, entries: string): void {
    this.count++;
    const feed = this.#feeds.get(collection) ?? createHash('sha256');
    this.#feeds.set(collection, feed.update(`${carried} ${entries}\n`));
  }

  /** Adds a leaf, if it tells of a delivery. */
  addLeaf(facts: Facts): void {
    if (facts.kind === 'delivered') this.add(String(facts.collection), String(facts.carried), String(facts.entries));
  }

  /** Why these leaves are not those of the deliveries on record; undefined: they are. */
  contradiction(onRecord: DeliveryTally): string | undefined {
    if (this.count !== onRecord.count) return `it tells of ${this.count} deliveries, and ${onRecord.count} are on record`;
    return this.#hash() === onRecord.#hash() ? undefined : 'the deliveries on record are not those it tells of';
  }

  #hash(): string {
    const feeds = [...this.#feeds].map(([collection, hash]) => `${collection} ${hash.copy().digest('hex')}`);
    return feeds.sort().join();
  }
}
