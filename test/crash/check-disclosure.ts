import { blockOf, NO_BITS, withBits } from '../../src/core/disclosure/held-bits.js';
import { parsePositions } from '../../src/core/disclosure/positions.js';
import { formatInstant } from '../../src/core/stix/format/timestamp.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import type { House } from '../../src/exchange/house.js';
import type { LookedAt } from './database.js';
import type { Model } from './model.js';
import {
  type Carried,
  carriedBy,
  type DeliveryFacts,
  deliveryKey,
  type Endpoint,
  type Interrupted,
  keyOf,
  type Received,
} from './received.js';
import { require, requireNone } from './violation.js';

interface Delivery {
  readonly participant: number;
  readonly collection: number;
  readonly at: number;
  readonly carried: Carried;
  readonly entries: string;
}

type Told = DeliveryFacts & { readonly kind: string; readonly entries: string };

interface Matched {
  readonly delivery: Delivery;
  readonly told: Told;
}

/** Each delivery has its leaf and the other way round, in the same order; the union of the deliveries is what is held. */
const deliveriesOf = async (look: LookedAt): Promise<readonly Matched[]> => {
  const deliveries = await look.rows<Delivery>('select participant, collection, at, carried, entries from delivery order by num');
  const leaves = await look.rows<{ participant: number; payload: string }>(
    `select participant, payload from ledger_leaf join ledger on ledger.num = ledger_leaf.ledger where kind = 'own' order by idx`,
  );
  const ids = new Map(
    (await look.rows<{ num: number; id: string }>('select num, id from collection')).map((row) => [row.num, row.id]),
  );
  const told = leaves
    .map(({ participant, payload }) => ({ participant, told: JSON.parse(payload) as Told }))
    .filter((leaf) => leaf.told.kind === 'delivered');
  require(told.length === deliveries.length, `${deliveries.length} deliveries, and leaves tell of ${told.length}`);
  const queues = new Map<number, Told[]>();
  for (const leaf of told) queues.set(leaf.participant, [...(queues.get(leaf.participant) ?? []), leaf.told]);
  return deliveries.map((delivery) => {
    const leaf = queues.get(delivery.participant)?.shift();
    const same =
      leaf?.entries === delivery.entries &&
      leaf.collection === ids.get(delivery.collection) &&
      carriedBy(leaf.endpoint as Endpoint) === delivery.carried;
    require(same, `a delivery is not what its leaf tells: ${JSON.stringify({ delivery, leaf })}`);
    return { delivery, told: leaf! };
  });
};

const positionsOf = ({ entries }: Delivery): readonly number[] =>
  parsePositions(entries).flatMap(([first, last]) => Array.from({ length: last - first + 1 }, (_, more) => first + more));

const checkHeld = async (look: LookedAt, deliveries: readonly Matched[]): Promise<void> => {
  const union = new Map<string, Uint8Array>();
  for (const { delivery } of deliveries) {
    for (const pos of positionsOf(delivery)) {
      const key = `${delivery.participant} ${delivery.collection} ${blockOf(pos)} ${delivery.carried}`;
      union.set(key, withBits(union.get(key) ?? NO_BITS, [pos]));
    }
  }
  const held = await look.rows<{ participant: number; collection: number; block: number } & Record<Carried, Uint8Array>>(
    'select participant, collection, block, content, listing from held',
  );
  const differing = held.flatMap((row) =>
    (['content', 'listing'] as const).filter((carried) => {
      const key = `${row.participant} ${row.collection} ${row.block} ${carried}`;
      const delivered = union.get(key) ?? NO_BITS;
      union.delete(key);
      return Buffer.compare(new Uint8Array(row[carried]), delivered) !== 0;
    }),
  );
  requireNone(differing, 'held bits are not the union of the deliveries');
  requireNone([...union.keys()], 'deliveries hold what no bit tells');
};

interface Entry {
  readonly participant: number;
  readonly collection: number;
  readonly pos: number;
  readonly mark: number;
  readonly died: number | null;
  readonly key: string;
}

const entriesOf = async (look: LookedAt): Promise<ReadonlyMap<string, Entry>> => {
  const rows = await look.rows<Omit<Entry, 'key'> & { slug: string; alias: string; id: string; instant: string }>(
    `select feed.participant, feed.collection, pos, mark, died, slug, alias, object.id, instant from feed
     join participant on participant.num = feed.participant join collection on collection.num = feed.collection
     join object on object.num = feed.object join version on version.num = feed.version`,
  );
  return new Map(
    rows.map(({ slug, alias, id, instant, ...row }) => [
      `${row.participant} ${row.collection} ${row.pos}`,
      { ...row, key: keyOf(slug, alias, { object: id, version: formatInstant(instant, 3) }) },
    ]),
  );
};

/** Deliveries of which no client has an answer: each must be of an attempt that was interrupted, one of each. */
const unansweredOf = (
  deliveries: readonly Matched[],
  received: Received,
): readonly { readonly lost: Matched; readonly attempt: Interrupted }[] => {
  const answers = new Map(received.answers);
  const lost = deliveries.filter(({ told }) => {
    const left = answers.get(deliveryKey(told)) ?? 0;
    answers.set(deliveryKey(told), left - 1);
    return left <= 0;
  });
  const attempts = [...received.interrupted].sort((a, b) => a.to_ms - b.to_ms);
  return lost.map((one) => {
    const place = attempts.findIndex((attempt) => mayHaveMade(attempt, one));
    require(place >= 0, `a delivery is on record that no client asked for and lost: ${JSON.stringify(one)}`);
    return { lost: one, attempt: attempts.splice(place, 1)[0]! };
  });
};

const mayHaveMade = ({ asked, from_ms, to_ms }: Interrupted, { delivery, told }: Matched): boolean =>
  asked.token_id === told.token_id &&
  asked.endpoint === told.endpoint &&
  asked.collection_id === told.collection &&
  from_ms <= delivery.at &&
  delivery.at <= to_ms;

export interface DisclosureTally {
  readonly deliveries: number;
  /** Of those, answers that were put on record and reached nobody whole. */
  readonly cut: number;
  /** Editions on record as disclosed. */
  readonly exposed: number;
  /** What of it no client has got: its answer was cut off, and it was taken away before the client asked again. */
  readonly unanswered: number;
}

/**
 * With no server running, and after every client has asked until it was answered: what the record says has left is what clients
 * hold. What they hold is on record without exception.
 */
export const checkDisclosure = async (
  house: House,
  look: LookedAt,
  model: Model,
  received: Received,
): Promise<DisclosureTally> => {
  const deliveries = await deliveriesOf(look);
  await checkHeld(look, deliveries);
  const { disclosures } = await exposure(house, {});
  const exposed = new Map(
    disclosures.map((one) => [
      keyOf(one.participant, one.collection, { object: one.object, version: one.version }),
      one.disclosed,
    ]),
  );
  for (const key of received.keys('content')) require(exposed.get(key) === 'content', `a client has ${key}, not on record`);
  for (const key of received.keys('listing')) require(exposed.has(key), `a client knows of ${key}, not on record`);

  const entries = await entriesOf(look);
  const excused = new Set<string>();
  const cut = unansweredOf(deliveries, received);
  for (const { lost, attempt } of cut) {
    const { delivery } = lost;
    // Taken away and given back while the client was waiting: it was not there when it was asked for again.
    const moved = model.movedWithin(attempt.asked.slug, attempt.from_ms, attempt.answered_ms);
    for (const pos of positionsOf(delivery)) {
      const entry = entries.get(`${delivery.participant} ${delivery.collection} ${pos}`);
      if (entry === undefined || received.holds(delivery.carried, entry.key)) continue;
      const stillThere = entry.died === null && entry.mark >= 2;
      require(moved || !stillThere, `${entry.key} was lost on its way, and did not come when it was asked for again`);
      excused.add(`${delivery.carried} ${entry.key}`);
    }
  }
  const unanswered = [...exposed].filter(([key, carried]) => !received.holds(carried, key));
  requireNone(
    unanswered.filter(([key, carried]) => !excused.has(`${carried} ${key}`)),
    'on record as disclosed, and no client lost an answer with it',
  );
  return { deliveries: deliveries.length, cut: cut.length, exposed: exposed.size, unanswered: unanswered.length };
};
