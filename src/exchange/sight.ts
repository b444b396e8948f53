import { ParleyError } from '../core/errors.js';
import type { PlacedVersion, Sight } from '../core/feed/fate.js';
import { groupedBy } from '../core/grouped.js';
import type { Edition } from '../core/redact/edition.js';
import { editionOf } from '../core/redact/edition.js';
import { parseTimestamp } from '../core/stix/format/timestamp.js';
import type { StoredObject, StoredVersion } from './ports/objects.js';
import type { Standing } from './ports/registry.js';
import type { Reader } from './ports/store.js';
import type { Rulings } from './rulings.js';

/** An object with its versions that are in some collection, oldest first. */
export interface PlacedObject {
  readonly object: StoredObject;
  readonly versions: readonly PlacedVersion[];
}

/** What deciding about these objects takes, in the order of their numbers: three queries, no bodies. */
export const placedObjects = async (reader: Reader, nums: readonly number[]): Promise<readonly PlacedObject[]> => {
  const objects = await reader.objects.byNums(nums);
  const places = groupedBy(await reader.objects.membershipsOf(nums), ({ version }) => version);
  const versions = groupedBy(await reader.objects.versionsOf(nums), ({ object }) => object);
  const placed = ({ num, instant, revoked }: StoredVersion): readonly PlacedVersion[] => {
    const at = (places.get(num) ?? []).map(({ collection, class: releaseClass }) => ({ collection, class: releaseClass }));
    const sorted = at.sort((a, b) => a.collection - b.collection);
    return sorted.length > 0 ? [{ version: num, instant, revoked, places: sorted }] : [];
  };
  return [...objects]
    .sort((a, b) => a.num - b.num)
    .map((object) => ({ object, versions: (versions.get(object.num) ?? []).flatMap(placed) }));
};

/** How one participant sees objects of one originator, by class; answers are remembered for this transaction. */
export class Eyes {
  private readonly editions = new Map<string, Edition | undefined>();

  constructor(
    private readonly rulings: Rulings,
    private readonly standing: Standing,
    private readonly listed: ReadonlySet<number>,
  ) {}

  static async of(reader: Reader, rulings: Rulings, standing: Standing): Promise<Eyes> {
    await rulings.fetch(standing.profile);
    return new Eyes(rulings, standing, await reader.collections.listedBy(standing.participant));
  }

  sightOf(object: StoredObject): Sight {
    const own = object.originator === this.standing.participant;
    return { listed: this.listed, editionOf: (releaseClass) => this.edition(releaseClass, own) };
  }

  private edition(releaseClass: number, own: boolean): Edition | undefined {
    const key = `${releaseClass} ${own}`;
    if (this.editions.has(key)) return this.editions.get(key);
    const edition = editionOf(this.rulings.decide(releaseClass, this.standing.profile, own));
    this.editions.set(key, edition);
    return edition;
  }
}

/** Errors: `object-unknown`, also for one that was deleted. */
export const requireObject = async (reader: Reader, id: string): Promise<PlacedObject> => {
  const [row] = await reader.objects.byIds([id]);
  const [placed] = row ? await placedObjects(reader, [row.num]) : [];
  if (!placed || placed.versions.length === 0) throw new ParleyError('object-unknown', { value: id });
  return placed;
};

/** The version of that time, RFC 3339. Errors: `time-malformed`, `version-unknown`. */
export const versionAt = ({ object, versions }: PlacedObject, version: string): PlacedVersion => {
  const instant = parseTimestamp(version);
  if (instant === undefined) throw new ParleyError('time-malformed', { value: version });
  const found = versions.find((candidate) => candidate.instant === instant);
  if (!found) throw new ParleyError('version-unknown', { value: object.id, version });
  return found;
};
