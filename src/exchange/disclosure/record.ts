import { blockOf, NO_BITS, withBits } from '../../core/disclosure/held-bits.js';
import { formatPositions } from '../../core/disclosure/positions.js';
import { groupedBy } from '../../core/grouped.js';
import type { House } from '../house.js';
import { underSeal } from '../ledger/under-seal.js';
import type { Carried, Delivery, FeedKey, HeldBlock } from '../ports/disclosures.js';
import type { Reader, Sealer } from '../ports/store.js';
import { heldMemoryOf } from './held-memory.js';

/** One response that is about to leave. */
export interface Disclosure extends FeedKey {
  readonly collectionId: string;
  /** The participant's epoch in the snapshot that the page was read in. */
  readonly epoch: number;
  /** Id of the token that was shown. */
  readonly token: string | undefined;
  readonly carried: Carried;
  readonly endpoint: string;
  /** Ascending, at least one. */
  readonly positions: readonly number[];
  readonly digest: string;
}

/**
 * Makes disclosures durable, in one transaction: their bits, a delivery and a leaf each. Says for each whether it was, in order:
 * one whose participant's epoch has moved, or whose token is no longer in force, is left out.
 *
 * Cost: a few rows a response whatever it carries, one commit for all.
 */
export const recordDisclosures = async (house: House, disclosures: readonly Disclosure[]): Promise<readonly boolean[]> => {
  const { verdicts, blocks, counts } = await underSeal(house, async (sealer, record) => {
    const at = house.clock();
    const standing = await rightsAt(sealer, at, disclosures);
    const verdicts = disclosures.map((one) => standing.isInForce(one));
    const disclosed = disclosures.filter((_, place) => verdicts[place]);
    const blocks = await setBits(sealer, disclosed);
    await sealer.disclosures.addDeliveries(disclosed.map((one) => deliveryOf(one, at)));
    const counts: [number, number][] = [];
    for (const [participant, own] of groupedBy(disclosed, (one) => one.participant)) {
      await sealer.registry.countDisclosures(participant, own.length);
      counts.push([participant, standing.countOf(participant) + own.length]);
    }
    for (const { participant, collectionId: collection, endpoint, positions, digest: content, token } of disclosed) {
      const detail = { collection, endpoint, entries: formatPositions(positions), content, token_id: token ?? null };
      record({ at, kind: 'delivered', participant, detail });
    }
    return { verdicts, blocks, counts };
  });
  const memory = heldMemoryOf(house);
  for (const [participant, count] of counts) {
    memory.learn(
      participant,
      count,
      blocks.filter((block) => block.participant === participant),
    );
  }
  return verdicts;
};

/** What the participants and tokens of these disclosures are allowed in this transaction. */
const rightsAt = async (reader: Reader, at: number, disclosures: readonly Disclosure[]) => {
  const standings = new Map(
    await Promise.all(
      [...new Set(disclosures.map(({ participant }) => participant))].map(
        async (num) => [num, await reader.registry.standing(num)] as const,
      ),
    ),
  );
  const tokens = new Map<string | undefined, boolean>([[undefined, true]]);
  for (const { token } of disclosures) {
    if (token !== undefined && !tokens.has(token)) tokens.set(token, await reader.registry.isInForce(token, at));
  }
  return {
    isInForce: ({ participant, epoch, token }: Disclosure): boolean => {
      const standing = standings.get(participant);
      if (standing?.epoch !== epoch || tokens.get(token) !== true) return false;
      return standing.changesAt === null || standing.changesAt > at;
    },
    countOf: (participant: number): number => standings.get(participant)?.disclosures ?? 0,
  };
};

const feedKey = ({ participant, collection }: FeedKey): string => `${participant}/${collection}`;

const setBits = async (sealer: Sealer, disclosures: readonly Disclosure[]): Promise<readonly HeldBlock[]> => {
  const raised: HeldBlock[] = [];
  for (const ofFeed of groupedBy(disclosures, feedKey).values()) {
    const [{ participant, collection }] = ofFeed as [Disclosure];
    const nums = [...new Set(ofFeed.flatMap(({ positions }) => positions.map(blockOf)))];
    const stored = new Map((await sealer.disclosures.held({ participant, collection }, nums)).map((held) => [held.block, held]));
    for (const block of nums) {
      const carrying = (carried: Carried) =>
        withBits(
          stored.get(block)?.[carried] ?? NO_BITS,
          ofFeed.flatMap((one) => (one.carried === carried ? one.positions.filter((pos) => blockOf(pos) === block) : [])),
        );
      raised.push({ participant, collection, block, content: carrying('content'), listing: carrying('listing') });
    }
  }
  await sealer.disclosures.setHeld(raised);
  return raised;
};

const deliveryOf = ({ participant, collection, carried, positions }: Disclosure, at: number): Delivery => ({
  participant,
  collection,
  at,
  carried,
  entries: formatPositions(positions),
});
