import { LIMITS } from '../core/limits.js';
import type { Decision } from '../core/release/decision.js';
import type { Labels } from '../core/release/labels.js';
import { bookInForce } from './book.js';
import { requireFit } from './check-book.js';
import { replaceBook } from './enforce-book.js';
import type { House } from './house.js';
import type { BookFiles } from './ports/books.js';
import type { Standing } from './ports/registry.js';
import type { Sealer } from './ports/store.js';
import { batches } from './reclassify.js';
import { Rulings } from './rulings.js';
import { Eyes, type PlacedObject, placedObjects } from './sight.js';

/** What a partner would gain and lose in one collection, counted in objects, with the classes behind it. */
export interface BookChange {
  readonly participant: string;
  readonly collection: string;
  readonly gained: number;
  readonly lost: number;
  readonly view_changed: number;
  readonly classes: readonly { readonly labels: Labels; readonly before: string; readonly after: string }[];
}

/** Thrown to leave the transaction without a trace. */
class Rehearsed {
  constructor(readonly changes: readonly BookChange[]) {}
}

/**
 * `rules diff`: the change is rehearsed in the writer's transaction, counted, and rolled back, so that what is counted is
 * what `rules apply` would do. Writers wait meanwhile; readers do not.
 */
export const compareBook = async (
  house: House,
  { files, dir }: { readonly files: BookFiles; readonly dir: string },
): Promise<{ readonly changes: readonly BookChange[]; readonly hash: string }> => {
  const hash = await requireFit(house, files, dir);
  try {
    await house.store.seal(async (sealer) => {
      throw new Rehearsed(await rehearse(house, sealer, files));
    });
  } catch (outcome) {
    if (outcome instanceof Rehearsed) return { changes: outcome.changes, hash };
    throw outcome;
  }
  return { changes: [], hash };
};

const rehearse = async (house: House, sealer: Sealer, files: BookFiles): Promise<readonly BookChange[]> => {
  const standings = await sealer.registry.standings();
  const current = await Rulings.open(house, sealer, await bookInForce(house, sealer));
  const seenBefore = new Map<number, Seen>();
  for (const standing of standings) seenBefore.set(standing.participant, await seenBy(house, sealer, current, standing));

  const { before, after } = await replaceBook(house, sealer, files, house.clock());
  const collections = await sealer.collections.all();
  const changes: BookChange[] = [];
  for (const participant of await sealer.registry.participants()) {
    const was = standings.find((standing) => standing.participant === participant.num);
    const is = await sealer.registry.standing(participant.num);
    if (!was || !is) continue;
    const classes = movedClasses(before, was.profile, after, is.profile);
    const seenAfter = await seenBy(house, sealer, after, is);
    for (const { num, alias } of collections) {
      const change = difference(seenBefore.get(participant.num)?.get(num), seenAfter.get(num));
      if (change.gained + change.lost + change.view_changed === 0) continue;
      changes.push({ participant: participant.slug, collection: alias, ...change, classes });
    }
  }
  return changes;
};

const movedClasses = (before: Rulings, oldProfile: number, after: Rulings, newProfile: number): BookChange['classes'] =>
  after.classNums.flatMap((num) => {
    const was = wordsFor(before.decide(num, oldProfile, false));
    const is = wordsFor(after.decide(num, newProfile, false));
    return was === is ? [] : [{ labels: after.classOf(num).labels, before: was, after: is }];
  });

const wordsFor = ({ outcome, conceals }: Decision): string =>
  outcome === 'released' && conceals.length > 0 ? `released without ${conceals.join(', ')}` : outcome;

/** What a participant sees: by collection, the edition's kind by object. */
type Seen = ReadonlyMap<number, ReadonlyMap<string, string>>;

const seenBy = async (house: House, sealer: Sealer, rulings: Rulings, standing: Standing): Promise<Seen> => {
  const eyes = await Eyes.of(sealer, rulings, standing);
  const seen = new Map<number, Map<string, string>>();
  for await (const { object, versions } of allObjects(sealer)) {
    for (const { collection } of house.scheme.wanted(versions, eyes.sightOf(object))) {
      const objects = seen.get(collection) ?? new Map<string, string>();
      seen.set(collection, objects.set(object.id, 'whole'));
    }
  }
  return seen;
};

async function* allObjects(sealer: Sealer): AsyncGenerator<PlacedObject> {
  for await (const nums of batches(sealer, {}, LIMITS.seal_objects_max)) yield* await placedObjects(sealer, nums);
}

const difference = (was: ReadonlyMap<string, string> = new Map(), is: ReadonlyMap<string, string> = new Map()) => ({
  gained: [...is.keys()].filter((id) => !was.has(id)).length,
  lost: [...was.keys()].filter((id) => !is.has(id)).length,
  view_changed: [...is].filter(([id, view]) => was.has(id) && was.get(id) !== view).length,
});
