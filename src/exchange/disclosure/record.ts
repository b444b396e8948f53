import { blockOf, NO_BITS, withBits } from '../../core/disclosure/held-bits.js';
import { formatPositions } from '../../core/disclosure/positions.js';
import { groupedBy } from '../../core/grouped.js';
import type { ShownCertificate } from '../../core/registry/certificate.js';
import { holdersOf } from '../certificates.js';
import type { House } from '../house.js';
import { underSealSoon } from '../ledger/under-seal.js';
import type { Carried, Delivery, FeedKey, HeldBlock } from '../ports/disclosures.js';
import type { Reader, Sealer } from '../ports/store.js';
import { blockKey, heldMemoryOf, type RecordPlace } from './held-memory.js';

/** What a response tells of some entries. */
export interface DisclosedPart {
  readonly carried: Carried;
  /** Ascending, at least one. */
  readonly positions: readonly number[];
  readonly digest: string;
}

/** One response that is about to leave. */
export interface Disclosure extends FeedKey {
  readonly collectionId: string;
  /** The participant's epoch in the snapshot that the page was read in. */
  readonly epoch: number;
  /** Id of the token that was shown. */
  readonly token: string | undefined;
  /** The certificate that was shown instead. */
  readonly certificate: ShownCertificate | undefined;
  readonly endpoint: string;
  /** What it carries, and what its `more` tells. */
  readonly parts: readonly DisclosedPart[];
}

/**
 * Makes disclosures durable, in one transaction: their bits, a delivery and a leaf for each part. Says for each whether it was,
 * in order: one whose participant's epoch has moved, or whose token or certificate is no longer in force, is left out.
 *
 * Cost: a few rows a response whatever it carries, one commit for all.
 */
export const recordDisclosures = async (house: House, disclosures: readonly Disclosure[]): Promise<readonly boolean[]> => {
  const { verdicts, blocks, places } = await underSealSoon(house, async (sealer, record) => {
    const at = house.clock();
    const rights = await rightsAt(sealer, at, disclosures);
    const verdicts = disclosures.map((one) => rights.isInForce(one));
    const disclosed = disclosures.filter((_, place) => verdicts[place]);
    const left = disclosed.flatMap(({ parts, ...response }) => parts.map((part) => ({ ...response, ...part })));
    const blocks = await setBits(sealer, left);
    await sealer.disclosures.addDeliveries(left.map((one) => deliveryOf(one, at)));
    const more = new Map([...groupedBy(disclosed, (one) => one.participant)].map(([num, own]) => [num, own.length]));
    await sealer.registry.countDisclosures(more);
    const places = [...more].flatMap(([num, count]) => rights.placeAfter(num, count));
    for (const part of left) record({ at, kind: 'delivered', participant: part.participant, detail: toldOf(part) });
    return { verdicts, blocks, places };
  });
  const memory = heldMemoryOf(house);
  for (const place of places) {
    memory.learn(
      place,
      blocks.filter((block) => block.participant === place.participant),
    );
  }
  return verdicts;
};

type LeftPart = Omit<Disclosure, 'parts'> & DisclosedPart;

const toldOf = ({ collectionId, endpoint, carried, positions, digest, token, certificate }: LeftPart) => ({
  collection: collectionId,
  endpoint,
  carried,
  entries: formatPositions(positions),
  content: digest,
  token_id: token ?? null,
  certificate: certificate?.fingerprint ?? null,
});

/** What the participants, tokens and certificates of these disclosures are allowed in this transaction. */
const rightsAt = async (reader: Reader, at: number, disclosures: readonly Disclosure[]) => {
  const nums = [...new Set(disclosures.map(({ participant }) => participant))];
  const standings = new Map((await reader.registry.standings(nums)).map((standing) => [standing.participant, standing]));
  const shown = [...new Set(disclosures.flatMap(({ token }) => token ?? []))];
  const tokens = await reader.registry.tokensInForce(shown, at);
  const holder = await holdersOf(
    reader,
    disclosures.flatMap(({ certificate }) => certificate ?? []),
    at,
  );
  return {
    isInForce: ({ participant, epoch, token, certificate }: Disclosure): boolean => {
      const standing = standings.get(participant);
      if (certificate !== undefined && holder(certificate)?.num !== participant) return false;
      if (standing?.epoch !== epoch || (token !== undefined && !tokens.has(token))) return false;
      return standing.changesAt === null || standing.changesAt > at;
    },
    /** Where the record stands with so many more: none for whoever has no standing. */
    placeAfter: (participant: number, more: number): readonly RecordPlace[] => {
      const standing = standings.get(participant);
      return standing === undefined ? [] : [{ ...standing, disclosures: standing.disclosures + more }];
    },
  };
};

/** The bits of all blocks that these touch, raised. */
const setBits = async (sealer: Sealer, left: readonly LeftPart[]): Promise<readonly HeldBlock[]> => {
  const raised = new Map<string, HeldBlock>();
  const touched = left.flatMap(({ participant, collection, positions, carried }) =>
    [...groupedBy(positions, blockOf)].map(([block, within]) => ({ participant, collection, block, carried, within })),
  );
  for (const held of await sealer.disclosures.held(touched)) raised.set(blockKey(held), held);
  for (const { participant, collection, block, carried, within } of touched) {
    const none = { participant, collection, block, content: NO_BITS, listing: NO_BITS };
    const held = raised.get(blockKey(none)) ?? none;
    raised.set(blockKey(none), { ...held, [carried]: withBits(held[carried], within) });
  }
  await sealer.disclosures.setHeld([...raised.values()]);
  return [...raised.values()];
};

const deliveryOf = ({ participant, collection, carried, positions }: LeftPart, at: number): Delivery => ({
  participant,
  collection,
  at,
  carried,
  entries: formatPositions(positions),
});
