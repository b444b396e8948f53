import { createHash, type Hash } from 'node:crypto';
import { carriesText } from '../page.js';
import type { Carried } from '../ports/disclosures.js';
import type { Facts } from './leaf-walk.js';

/** Deliveries of one participant, in short: how many, and by feed the hash of what they carried, in order. */
export class DeliveryTally {
  count = 0;
  /** Leaves that cannot tell any more whether they were deliveries. */
  forgotten = 0;
  readonly #feeds = new Map<string, Hash>();

  /** `collection` is the TAXII id. */
  add(collection: string, carried: Carried, entries: string): void {
    this.count++;
    const feed = this.#feeds.get(collection) ?? createHash('sha256');
    this.#feeds.set(collection, feed.update(`${carried} ${entries}\n`));
  }

  /** Adds a leaf, if it tells of a delivery. */
  addLeaf(facts: Facts): void {
    if (facts === undefined) this.forgotten++;
    if (facts?.kind !== 'delivered') return;
    const carried = carriesText({ endpoint: facts.endpoint as 'objects' }) ? 'content' : 'listing';
    this.add(String(facts.collection), carried, String(facts.entries));
  }

  /** Why these leaves are not those of the deliveries on record; undefined: they are, as far as leaves can still tell. */
  contradiction(onRecord: DeliveryTally): string | undefined {
    if (this.count > onRecord.count || this.count + this.forgotten < onRecord.count)
      return `it tells of ${this.count} deliveries, and ${onRecord.count} are on record`;
    if (this.forgotten === 0 && this.#hash() !== onRecord.#hash()) return 'the deliveries on record are not those it tells of';
    return undefined;
  }

  #hash(): string {
    const feeds = [...this.#feeds].map(([collection, hash]) => `${collection} ${hash.copy().digest('hex')}`);
    return feeds.sort().join();
  }
}
