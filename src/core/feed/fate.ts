import type { Edition } from '../redact/edition.js';

/** A version of one object that is in at least one collection. */
export interface PlacedVersion {
  readonly version: number;
  /** Sortable instant of core/stix/timestamp. */
  readonly instant: string;
  readonly revoked: boolean;
  readonly places: readonly { readonly collection: number; readonly class: number }[];
}

/** What one participant may see: the collections it may list, and its edition of a class. */
export interface Sight {
  readonly listed: ReadonlySet<number>;
  readonly editionOf: (releaseClass: number) => Edition | undefined;
}

/** An entry that a participant's feed should hold live. */
export interface WantedEntry {
  readonly collection: number;
  readonly version: number;
  readonly instant: string;
  /** Oldest / newest version of the object among those in this feed. */
  readonly first: boolean;
  readonly last: boolean;
}

/**
 * The classes that decide for a version in a place; each must allow it. "A revoked version takes the decision of what it
 * revokes" (DESIGN 2.2), the newest earlier version there that is not a revocation; and its own, since its bytes may be marked
 * higher than what it revokes (decision 0011).
 */
export const classesIn = (versions: readonly PlacedVersion[], index: number, collection: number): readonly number[] => {
  const classOf = (version: PlacedVersion | undefined) => version?.places.find((place) => place.collection === collection)?.class;
  const own = classOf(versions[index]);
  if (own === undefined) return [];
  if (versions[index]?.revoked !== true) return [own];
  const revokes = versions.slice(0, index).findLast((version) => !version.revoked && classOf(version) !== undefined);
  return [own, classOf(revokes) ?? own];
};

/**
 * One object, one fate (DESIGN 2.2). The newest version governs: where it is withheld, the object is absent in all versions,
 * exactly like a deletion. In several collections an object has one view, the fullest over those the participant may list.
 *
 * `versions` are those of one object, by instant ascending. The answer is in the order in which entries are appended.
 */
export const wantedEntries = (versions: readonly PlacedVersion[], sight: Sight): readonly WantedEntry[] => {
  const visible = versions.map((version, index) =>
    version.places.some((place) => {
      if (!sight.listed.has(place.collection)) return false;
      const classes = classesIn(versions, index, place.collection);
      return classes.length > 0 && classes.every((releaseClass) => sight.editionOf(releaseClass) !== undefined);
    }),
  );
  if (visible.at(-1) !== true) return [];

  const newestIn = new Map<number, number>();
  const oldestSeenIn = new Map<number, number>();
  versions.forEach((version, index) => {
    for (const { collection } of version.places) {
      newestIn.set(collection, index);
      if (visible[index] && !oldestSeenIn.has(collection)) oldestSeenIn.set(collection, index);
    }
  });

  return versions.flatMap((version, index) =>
    visible[index]
      ? version.places
          .filter(({ collection }) => sight.listed.has(collection) && visible[newestIn.get(collection) ?? -1])
          .map(({ collection }) => ({
            collection,
            version: version.version,
            instant: version.instant,
            first: oldestSeenIn.get(collection) === index,
            last: newestIn.get(collection) === index,
          }))
      : [],
  );
};
