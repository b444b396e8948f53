import { ParleyError } from '../core/errors.js';
import type { FeedScheme } from '../core/feed/scheme.js';
import { LIMITS } from '../core/limits.js';
import type { GivenLabels } from '../core/registry/collection.js';
import type { StixObject } from '../core/stix/stix-object.js';
import { bookInForce } from './book.js';
import { classify } from './classify.js';
import type { House } from './house.js';
import type { Membership } from './ports/objects.js';
import type { Standing } from './ports/registry.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import { type Ruling, requireRole } from './ruling.js';
import { Rulings } from './rulings.js';
import { seal } from './seal.js';
import { placedObjects } from './sight.js';
import { raiseEpoch } from './standing.js';

interface Reclassifying {
  readonly book: RuleBook;
  /** New given labels for every membership; absent: as they are. */
  readonly given?: (membership: Membership) => GivenLabels;
}

/** Labels the objects anew from their stored text, in place. Returns whether any class changed. */
export const reclassify = async (sealer: Sealer, nums: readonly number[], { book, given }: Reclassifying): Promise<boolean> => {
  const memberships = await sealer.objects.membershipsOf(nums);
  const bodies = await sealer.objects.bodies([...new Set(memberships.map(({ version }) => version))]);
  const objects = new Map((await sealer.objects.byNums(nums)).map((object) => [object.num, object]));
  const collections = new Map((await sealer.collections.all()).map((collection) => [collection.num, collection]));
  const items = memberships.map((membership) => {
    const collection = collections.get(membership.collection);
    const body = bodies.get(membership.version);
    if (!collection || body === undefined) throw new ParleyError('fault');
    const originator = objects.get(membership.object)?.originator ?? null;
    const labels = given ? given(membership) : membership.given;
    return { object: JSON.parse(body) as StixObject, collection, given: labels, originator };
  });
  const classes = await classify(sealer, book, items);
  const changed = memberships.flatMap((membership, at) => {
    const next = { ...membership, given: items[at]?.given ?? membership.given, class: classes[at] ?? membership.class };
    return next.class !== membership.class || given ? [next] : [];
  });
  await sealer.objects.setMemberships(changed);
  return changed.length > 0;
};

interface Marked {
  readonly scheme: FeedScheme;
  readonly rulings: Rulings;
  readonly standings: readonly Standing[];
  readonly book: RuleBook;
  readonly at: number;
  /** Ids of marking definitions that have just become known. */
  readonly markings: readonly string[];
}

/**
 * Marking definitions may arrive after the objects they mark; until then a marking restricts. Few classes carry the id, so
 * they lead to the objects, whose labels are then made again.
 */
export const reclassifyMarked = async (sealer: Sealer, { markings, book, ...sealing }: Marked): Promise<void> => {
  if (markings.length === 0) return;
  const waiting = (await sealer.matrix.classes()).filter(({ labels }) => labels.markings.some((id) => markings.includes(id)));
  if (waiting.length === 0) return;
  const classes = waiting.map(({ num }) => num);
  let after = 0;
  for (;;) {
    const nums = await sealer.objects.touching({ classes }, after, LIMITS.import_chunk_objects);
    const last = nums.at(-1);
    if (last === undefined) return;
    after = last;
    if (!(await reclassify(sealer, nums, { book }))) continue;
    await sealing.rulings.reload();
    await seal(sealer, { ...sealing, objects: await placedObjects(sealer, nums) });
  }
};

/**
 * Replaces, key by key, the labels that an operator has given to an object, in all its versions and places. Its own markings
 * stay in force. One transaction; the epoch of every participant is raised, since something may have been taken away.
 */
export const relabel = async (
  house: House,
  { id, labels, ...ruling }: Ruling & { readonly id: string; readonly labels: GivenLabels },
): Promise<void> => {
  await house.store.seal(async (sealer) => {
    await requireRole(sealer, ruling.by, ['administrator', 'release-officer']);
    const [object] = await sealer.objects.byIds([id]);
    if (!object) throw new ParleyError('object-unknown', { value: id });
    const at = house.clock();
    const book = await bookInForce(house, sealer);
    await reclassify(sealer, [object.num], { book, given: (membership) => ({ ...membership.given, ...labels }) });
    await sealObject(house, sealer, { num: object.num, book, at });
    await sealer.events.append({
      at,
      kind: 'object-relabelled',
      by: ruling.by,
      reason: ruling.reason,
      participant: null,
      detail: { object: id, labels },
    });
  });
};

/** Brings every feed up to date for one object whose labels or places changed, and raises every epoch. */
export const sealObject = async (
  house: House,
  sealer: Sealer,
  { num, book, at }: { num: number; book: RuleBook; at: number },
): Promise<void> => {
  const standings = await sealer.registry.standings();
  const rulings = await Rulings.open(house, sealer, book);
  await seal(sealer, { scheme: house.scheme, rulings, standings, objects: await placedObjects(sealer, [num]), at });
  await raiseEpoch(sealer, standings);
};
