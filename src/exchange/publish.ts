import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import type { GivenLabels } from '../core/registry/collection.js';
import type { Participant } from '../core/registry/participant.js';
import type { House } from './house.js';
import { settleGrants } from './ledger/grants.js';
import { underSeal } from './ledger/under-seal.js';
import { publishChunk } from './publish-chunk.js';
import { type Arrived, type RejectedItem, readArrivals } from './read-arrivals.js';
import { requireCollection } from './require.js';

export interface Publication {
  /** The bytes of one or more bundles, JSON lines or objects. */
  readonly source: AsyncIterable<Uint8Array>;
  /** Alias or id. */
  readonly collection: string;
  /** Slug of the participant that first released these objects; absent: whoever the creator's identity is bound to, else the host. */
  readonly originator?: string | undefined;
  readonly given: GivenLabels;
  readonly onProgress?: ((progress: { readonly bytes: number; readonly read: number }) => void) | undefined;
}

export interface PublicationReport {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  /** Those of the rejected that are kept in quarantine: what conflicts with what is stored under its id. */
  readonly quarantined: number;
  /** References of accepted objects to ids that this node does not hold. */
  readonly dangling: number;
  /** In the order of the input; at most LIMITS.rejected_reported_max of `rejected_total`. */
  readonly rejected: readonly RejectedItem[];
  readonly rejected_total: number;
}

/**
 * Stores the valid objects of a stream and seals them into the feeds, chunk by chunk: each chunk is one transaction, stored
 * whole with its feed entries or not at all. What is wrong with one object costs only that object.
 *
 * Errors: `collection-unknown`, `participant-unknown`; a broken stream rejects what it broke.
 */
export const publish = async (house: House, publication: Publication): Promise<PublicationReport> => {
  const { collection, participants } = await house.store.read(async (reader) => ({
    collection: await requireCollection(reader, publication.collection),
    participants: await reader.registry.participants(),
  }));
  const named = numOf(participants, publication.originator);
  const tally = { read: 0, accepted: 0, duplicates: 0, quarantined: 0, rejected: [] as RejectedItem[], rejected_total: 0 };
  const missing = new Set<string>();
  const granted = new Set<number>();
  const at = house.clock();

  const reject = (item: RejectedItem) => {
    tally.rejected_total++;
    if (tally.rejected.length < LIMITS.rejected_reported_max) tally.rejected.push(item);
  };
  try {
    for await (const chunk of readArrivals(publication.source, { onProgress: publication.onProgress })) {
      tally.read += chunk.read;
      chunk.rejected.forEach(reject);
      const arrivals = chunk.arrived.map((arrived) => ({ ...arrived, named, bound: boundTo(participants, arrived) }));
      const given = publication.given;
      const outcome = await underSeal(house, (sealer, record) =>
        publishChunk(house, sealer, record, { arrivals, collection, given, submitter: null, at }),
      );
      tally.accepted += outcome.accepted;
      tally.duplicates += outcome.duplicates;
      tally.quarantined += outcome.quarantined;
      outcome.rejected.forEach(reject);
      for (const id of outcome.dangling) missing.add(id);
      for (const num of outcome.granted) granted.add(num);
    }
  } finally {
    await settleGrants(house, at, [...granted]);
  }
  tally.rejected.sort((a, b) => a.index - b.index);
  return { ...tally, dangling: (await stillMissing(house, missing)).length };
};

const stillMissing = async (house: House, ids: ReadonlySet<string>): Promise<readonly string[]> => {
  const held = await house.store.read((reader) => reader.objects.byIds([...ids]));
  const known = new Set(held.map(({ id }) => id));
  return [...ids].filter((id) => !known.has(id));
};

/** A partner's identity as creator makes the partner the originator, whoever carries the file in. */
const boundTo = (participants: readonly Participant[], { object }: Arrived): number | null =>
  participants.find(({ identities }) => object.created_by_ref !== undefined && identities.includes(object.created_by_ref))?.num ??
  null;

const numOf = (participants: readonly Participant[], slug: string | undefined): number | undefined => {
  if (slug === undefined) return undefined;
  const found = participants.find((participant) => participant.slug === slug);
  if (!found) throw new ParleyError('participant-unknown', { value: slug });
  return found.num;
};
