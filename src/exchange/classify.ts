import type { Collection, GivenLabels } from '../core/registry/collection.js';
import { digestOf } from '../core/release/digest.js';
import type { Labels } from '../core/release/labels.js';
import { labelsOf } from '../core/release/labels-of.js';
import { type Marking, markingIdsOf, meaningOf, wellKnownMarking } from '../core/stix/marking/markings.js';
import type { StixObject } from '../core/stix/stix-object.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Reader, Sealer } from './ports/store.js';

/** A version in a collection, to be given its release class. */
export interface Classifiable {
  readonly object: StixObject;
  readonly collection: Collection;
  readonly given: GivenLabels;
  /** Number of the participant that first released the object; null: the host. */
  readonly originator: number | null;
}

/** A marking definition and who stated it. */
interface StatedMarking {
  readonly meaning: Marking;
  readonly originator: number | null;
}

/**
 * The meaning of every marking that these objects carry, as far as it is known: the standard's own, those that come with them,
 * and those stored. A partner's definition counts only for its own objects: else anyone could define away a restriction.
 */
const markingsFor = async (
  reader: Reader,
  items: readonly Classifiable[],
): Promise<(id: string, originator: number | null) => Marking | undefined> => {
  const stated = new Map<string, StatedMarking[]>();
  const state = (id: string, marking: StatedMarking): void => void stated.set(id, [...(stated.get(id) ?? []), marking]);
  const carried = items.flatMap(({ object, given, collection }) => [
    ...markingIdsOf(object),
    ...(given.marking ?? []),
    ...(collection.labels.marking ?? []),
  ]);
  const wanted = new Set(carried.filter((id) => !wellKnownMarking(id)));
  for (const { object, originator } of items) {
    if (object.type === 'marking-definition') state(object.id, { meaning: meaningOf(object), originator });
  }
  const rows = await reader.objects.byIds([...wanted]);
  const nums = rows.map(({ num }) => num);
  const held = new Set((await reader.objects.membershipsOf(nums)).map(({ version }) => version));
  const versions = (await reader.objects.versionsOf(nums)).filter(({ num }) => held.has(num));
  const bodies = await reader.objects.bodies(versions.map(({ num }) => num));
  for (const { object: num, num: version } of versions) {
    const row = rows.find((candidate) => candidate.num === num);
    const body = bodies.get(version);
    if (row && body !== undefined) {
      state(row.id, { meaning: meaningOf(JSON.parse(body) as StixObject), originator: row.originator });
    }
  }
  return (id, originator) => {
    const known = stated.get(id) ?? [];
    const stating = (whose: number | null) => known.find((marking) => marking.originator === whose)?.meaning;
    return wellKnownMarking(id) ?? stating(null) ?? stating(originator);
  };
};

/** Gives each item the number of its release class, made if new, in the order of the items. */
export const classify = async (sealer: Sealer, book: RuleBook, items: readonly Classifiable[]): Promise<readonly number[]> => {
  const markingOf = await markingsFor(sealer, items);
  const ids = new Map((await sealer.registry.participants()).map(({ num, id }) => [num, id]));
  const classes = new Map<string, number>();
  const nums: number[] = [];
  for (const { object, collection, given, originator } of items) {
    const labels: Labels = labelsOf({
      object,
      collection,
      given,
      originator: originator === null ? null : (ids.get(originator) ?? null),
      facets: book.facets,
      markingOf: (id) => markingOf(id, originator),
    });
    const digest = digestOf(labels);
    const num = classes.get(digest) ?? (await sealer.matrix.internClass(digest, labels));
    classes.set(digest, num);
    nums.push(num);
  }
  return nums;
};
