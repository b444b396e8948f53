import type { FeedScheme } from '../core/feed/scheme.js';
import type { Claim } from '../core/feed/served.js';
import { groupedBy } from '../core/grouped.js';
import type { LiveEntry, NewEntry } from './ports/feeds.js';
import type { Standing } from './ports/registry.js';
import type { Sealer } from './ports/store.js';
import type { Rulings } from './rulings.js';
import { Eyes, type PlacedLine, type PlacedObject, rankOf } from './sight.js';

export interface Sealing {
  readonly scheme: FeedScheme;
  readonly rulings: Rulings;
  /** Whose feeds are brought up to date. */
  readonly standings: readonly Standing[];
  readonly objects: readonly PlacedObject[];
  /** Instant of the event, ms: one for all its chunks, so that the size of what others receive does not show. */
  readonly at: number;
  /** The objects and all lines of their ids came into being in this transaction: no feed can hold them yet. */
  readonly unseen?: boolean;
}

/**
 * Compares, for each participant, what its feeds hold live of these objects with what they should, and appends, buries and
 * marks accordingly. Idempotent: sealing twice appends nothing more. Runs inside the single writer's transaction, so feeds,
 * objects and leaves become durable together or not at all. Says whose feeds gained something, and whose lost something.
 *
 * Cost: per participant one look at its live entries and its heads; rows written are those that changed.
 */
export const seal = async (sealer: Sealer, sealing: Sealing): Promise<Sealed> => {
  const gained = new Set<number>();
  const lost = new Set<number>();
  for (const standing of sealing.standings) {
    const { append, bury } = await sealFor(sealer, sealing, standing);
    if (append > 0) gained.add(standing.participant);
    if (bury > 0) lost.add(standing.participant);
  }
  await sealing.rulings.keep(sealer);
  return { gained, lost };
};

/** Numbers of participants. */
export interface Sealed {
  readonly gained: ReadonlySet<number>;
  readonly lost: ReadonlySet<number>;
}

const sealFor = async (
  sealer: Sealer,
  { scheme, rulings, objects, at, unseen }: Sealing,
  standing: Standing,
): Promise<{ readonly append: number; readonly bury: number }> => {
  const { participant } = standing;
  const eyes = await Eyes.of(sealer, rulings, standing);
  const live = unseen ? new Map<number, LiveEntry[]>() : await liveByObject(sealer, participant, objects);
  const bury: Pick<LiveEntry, 'collection' | 'pos'>[] = [];
  const mark: Pick<LiveEntry, 'collection' | 'pos' | 'first' | 'last'>[] = [];
  const append: Omit<NewEntry, 'pos' | 'added'>[] = [];
  const claimOf = ({ object, versions }: PlacedLine): Claim => ({
    wanted: scheme.wanted(versions, eyes.sightOf(object)),
    own: object.submitter === participant,
    live: new Set((live.get(object.num) ?? []).map(({ collection }) => collection)),
    rank: rankOf(object),
  });
  const done = new Set<number>();
  for (const placed of objects) {
    const lines = [placed, ...placed.siblings];
    scheme.served(lines.map(claimOf)).forEach((served, at) => {
      const object = lines[at]?.object;
      if (served === undefined || object === undefined || done.has(object.num)) return;
      done.add(object.num);
      const change = scheme.transitions(live.get(object.num) ?? [], served);
      bury.push(...change.bury);
      mark.push(...change.mark);
      for (const entry of change.append) append.push({ ...entry, participant, object: object.num, type: object.type });
    });
  }
  if (bury.length > 0) await sealer.feeds.bury(participant, bury, at);
  if (mark.length > 0) await sealer.feeds.mark(participant, mark);
  if (append.length > 0) await sealer.feeds.append(await stamped(sealer, scheme, participant, append, at));
  return { append: append.length, bury: bury.length };
};

const liveByObject = async (
  sealer: Sealer,
  participant: number,
  objects: readonly PlacedObject[],
): Promise<Map<number, LiveEntry[]>> => {
  const nums = objects.flatMap(({ object, siblings }) => [object, ...siblings.map((line) => line.object)]).map(({ num }) => num);
  return groupedBy(await sealer.feeds.live(participant, [...new Set(nums)]), ({ object }) => object);
};

const stamped = async (
  sealer: Sealer,
  scheme: FeedScheme,
  participant: number,
  entries: readonly Omit<NewEntry, 'pos' | 'added'>[],
  at: number,
): Promise<readonly NewEntry[]> => {
  const heads = new Map(await sealer.feeds.heads(participant));
  return entries.map((entry) => {
    const head = heads.get(entry.collection);
    const next = { pos: (head?.pos ?? 0) + 1, added: scheme.stamp(head?.added, at) };
    heads.set(entry.collection, next);
    return { ...entry, ...next };
  });
};
