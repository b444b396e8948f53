import { blockOf, NO_BITS, withBits } from '../../core/disclosure/held-bits.js';
import { parsePositions } from '../../core/disclosure/positions.js';
import { groupedBy } from '../../core/grouped.js';
import type { Collection } from '../../core/registry/collection.js';
import type { Carried, Delivery, FeedKey } from '../ports/disclosures.js';
import type { Reader } from '../ports/store.js';
import { DeliveryTally } from './delivery-tally.js';

/** What is on record of one participant: its deliveries, and where the bits of what it holds are not their union. */
export interface DeliveryRecord {
  readonly tally: DeliveryTally;
  /** In words; undefined: everywhere they are. */
  readonly contradiction: string | undefined;
}

export const deliveryRecord = async (
  reader: Reader,
  participant: number,
  collections: readonly Collection[],
): Promise<DeliveryRecord> => {
  const tally = new DeliveryTally();
  let contradiction: string | undefined;
  for (const { num: collection, id, alias } of collections) {
    const deliveries = await reader.disclosures.deliveries({ participant, collection });
    for (const { carried, entries } of deliveries) tally.add(id, carried, entries);
    if (!(await isUnion(reader, { participant, collection }, deliveries)))
      contradiction ??= `what is on record as held of collection ${alias} is not what was delivered`;
  }
  return { tally, contradiction };
};

const CARRIED: readonly Carried[] = ['content', 'listing'];

/** A bit too many, and an entry would leave without being put on record; one too few, and only a delivery more is. */
const isUnion = async (reader: Reader, feed: FeedKey, deliveries: readonly Delivery[]): Promise<boolean> => {
  const delivered = new Map<string, Uint8Array>();
  for (const { carried, entries } of deliveries) {
    for (const [block, positions] of groupedBy(positionsIn(entries), blockOf))
      delivered.set(`${carried} ${block}`, withBits(delivered.get(`${carried} ${block}`) ?? NO_BITS, positions));
  }
  for (const held of await reader.disclosures.heldOf(feed)) {
    for (const carried of CARRIED) {
      const key = `${carried} ${held.block}`;
      if (Buffer.compare(held[carried], delivered.get(key) ?? NO_BITS) !== 0) return false;
      delivered.delete(key);
    }
  }
  return delivered.size === 0;
};

const positionsIn = (entries: string): readonly number[] =>
  parsePositions(entries).flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, more) => first + more));
