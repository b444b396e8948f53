import type { Collection, GivenLabels } from '../core/registry/collection.js';
import { wellKnownMarking } from '../core/stix/marking/markings.js';
import { referencesOf } from '../core/stix/references.js';
import { bookInForce } from './book.js';
import { buryHidden } from './bury-hidden.js';
import type { House } from './house.js';
import type { Recorder } from './ledger/under-seal.js';
import type { Attributed } from './lines.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import { reclassifyMarked, waitingFor } from './reclassify.js';
import { Rulings } from './rulings.js';
import { type Sealed, seal } from './seal.js';
import { placedObjects } from './sight.js';
import { raiseEpoch } from './standing.js';
import { type StoredArrivals, storeArrivals } from './store-arrivals.js';

/** Objects that go into a collection in one transaction. */
export interface Chunk {
  readonly arrivals: readonly Attributed[];
  readonly collection: Collection;
  readonly given: GivenLabels;
  /** Number of the participant that sent them; null: the host brings them. */
  readonly submitter: number | null;
  /** One instant for all chunks: how much lies between two objects must not show in their dates. */
  readonly at: number;
}

/** What became of a chunk. */
export interface PublishedChunk extends Pick<StoredArrivals, 'accepted' | 'duplicates' | 'quarantined' | 'rejected'> {
  /** Numbers of the participants whose feeds gained something. */
  readonly granted: readonly number[];
  /** References to ids that this node does not hold. */
  readonly dangling: readonly string[];
}

/** Stores a chunk and seals it into the feeds, inside the caller's transaction. */
export const publishChunk = async (
  house: House,
  sealer: Sealer,
  record: Recorder,
  { arrivals, collection, given, submitter, at }: Chunk,
): Promise<PublishedChunk> => {
  const book = await bookInForce(house, sealer);
  await buryTouched(house, sealer, book, { arrivals, submitter, at });
  const stored = await storeArrivals(house, sealer, book, { arrivals, collection, given, submitter, at });
  const rulings = await Rulings.open(house, sealer, book);
  const standings = await sealer.registry.standings();
  const sealing = { scheme: house.scheme, rulings, standings, at };
  const fresh = new Set(stored.fresh);
  const sealed: Sealed[] = [];
  // First what waited for a marking in this chunk: it came before, so it stands before this chunk in the feeds.
  for await (const nums of reclassifyMarked(sealer, book, stored.newMarkings)) {
    await rulings.reload();
    const waited = nums.filter((num) => !fresh.has(num));
    sealed.push(await seal(sealer, { ...sealing, objects: await placedObjects(sealer, waited) }));
  }
  const touched = stored.touched.filter((num) => !fresh.has(num));
  sealed.push(await seal(sealer, { ...sealing, objects: await placedObjects(sealer, touched) }));
  sealed.push(await seal(sealer, { ...sealing, objects: await placedObjects(sealer, stored.fresh), unseen: !stored.shared }));
  // Who has lost something may be reading it just now: what waits to be put on record for it is looked at again.
  const lost = new Set(sealed.flatMap((one) => [...one.lost]));
  await raiseEpoch(sealer, stored.restricted ? standings : standings.filter(({ participant }) => lost.has(participant)));
  const granted = sealed.flatMap((one) => [...one.gained]);
  const { accepted, duplicates, quarantined, rejected } = stored;
  if (accepted > 0) {
    const detail = { collection: collection.alias, accepted };
    record({ at, kind: 'objects-published', detail });
  }
  return { accepted, duplicates, quarantined, rejected, granted, dangling: await danglingIn(sealer, arrivals) };
};

/**
 * Those of the objects that are there already, and those that wait for a marking of this chunk. Of lines of others none: a sweep is
 * to come to them in its own order, not in that of what somebody sends.
 */
const buryTouched = async (
  house: House,
  sealer: Sealer,
  book: RuleBook,
  { arrivals, submitter, at }: Pick<Chunk, 'arrivals' | 'submitter' | 'at'>,
): Promise<void> => {
  if ((await sealer.registry.standings()).every(({ swept, due }) => swept === due)) return;
  const ids = [...new Set(arrivals.map(({ object }) => object.id))];
  const lines = (await sealer.objects.byIds(ids)).filter((line) => line.submitter === submitter);
  const nums = lines.map(({ num }) => num);
  await buryHidden(house, sealer, { nums, book, at });
  const markings = ids.filter((id) => id.startsWith('marking-definition--'));
  for await (const waiting of waitingFor(sealer, markings)) await buryHidden(house, sealer, { nums: waiting, book, at });
};

const danglingIn = async (sealer: Sealer, arrivals: readonly Attributed[]): Promise<readonly string[]> => {
  const ids = [...new Set(arrivals.flatMap(({ object }) => referencesOf(object)))].filter((id) => !wellKnownMarking(id));
  const held = new Set((await sealer.objects.byIds(ids)).map(({ id }) => id));
  return ids.filter((id) => !held.has(id));
};
