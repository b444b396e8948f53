import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import type { StixObject } from '../core/stix/stix-object.js';
import { classify } from './classify.js';
import type { ReleaseClass } from './ports/matrix.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Reader, Sealer } from './ports/store.js';

/** Labels the objects anew from their stored text, in all their places. Returns whether any class changed. */
export const reclassify = async (sealer: Sealer, nums: readonly number[], book: RuleBook): Promise<boolean> => {
  const memberships = await sealer.objects.membershipsOf(nums);
  const bodies = await sealer.objects.bodies([...new Set(memberships.map(({ version }) => version))]);
  const objects = new Map((await sealer.objects.byNums(nums)).map((object) => [object.num, object]));
  const collections = new Map((await sealer.collections.all()).map((collection) => [collection.num, collection]));
  const items = memberships.map((membership) => {
    const object = objects.get(membership.object);
    const collection = collections.get(membership.collection);
    const body = bodies.get(membership.version);
    if (!object || !collection || body === undefined) throw new ParleyError('fault');
    return { object: JSON.parse(body) as StixObject, collection, given: object.given, originator: object.originator };
  });
  const classes = await classify(sealer, book, items);
  const changed = memberships.flatMap((membership, at) => {
    const releaseClass = classes[at] ?? membership.class;
    return releaseClass === membership.class ? [] : [{ ...membership, class: releaseClass }];
  });
  await sealer.objects.setMemberships(changed);
  return changed.length > 0;
};

/** Numbers of the objects that match, in batches, ascending. The batches may change while they are walked. */
export async function* batches(
  reader: Reader,
  filter: Parameters<Reader['objects']['touching']>[0],
  size: number,
): AsyncGenerator<readonly number[]> {
  let after = 0;
  for (;;) {
    const nums = await reader.objects.touching(filter, after, size);
    const last = nums.at(-1);
    if (last === undefined) return;
    after = last;
    yield nums;
  }
}

/** Labels everything anew: the facets of the book, or the meaning of a marking, are no longer what they were. */
export const reclassifyAll = async (sealer: Sealer, book: RuleBook): Promise<void> => {
  for await (const nums of batches(sealer, {}, LIMITS.import_chunk_objects)) await reclassify(sealer, nums, book);
};

/**
 * Marking definitions may arrive after the objects they mark; until then a marking restricts. Few classes carry the id, so
 * they lead to the objects, whose labels are made again. Yields what changed, batch by batch, to be sealed.
 */
export async function* reclassifyMarked(
  sealer: Sealer,
  book: RuleBook,
  markings: readonly string[],
): AsyncGenerator<readonly number[]> {
  for await (const nums of waitingFor(sealer, markings)) {
    if (await reclassify(sealer, nums, book)) yield nums;
  }
}

/** Numbers of the objects that bear one of these markings, in batches. */
export async function* waitingFor(reader: Reader, markings: readonly string[]): AsyncGenerator<readonly number[]> {
  const waits = ({ labels }: ReleaseClass) => labels.markings.some((id) => markings.includes(id));
  const classes = markings.length === 0 ? [] : (await reader.matrix.classes()).filter(waits).map(({ num }) => num);
  if (classes.length > 0) yield* batches(reader, { classes }, LIMITS.import_chunk_objects);
}
