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
export interface PlacedLine {
  readonly object: StoredObject;
  readonly versions: readonly PlacedVersion[];
}

export interface PlacedObject extends PlacedLine {
  /** The lines of the same id that others have sent, by number. */
  readonly siblings: readonly PlacedLine[];
}

/** What deciding about these objects takes, in the order of their numbers: three queries, no bodies. */
export const placedObjects = async (reader: Reader, wanted: readonly number[]): Promise<readonly PlacedObject[]> => {
  const lines = groupedBy(await placedLines(reader, await reader.objects.siblings(wanted)), ({ object }) => object.id);
  const asked = new Set(wanted);
  return [...lines.values()]
    .flatMap((group) =>
      group.flatMap((line) =>
        asked.has(line.object.num) ? [{ ...line, siblings: group.filter((other) => other !== line) }] : [],
      ),
    )
    .sort((a, b) => a.object.num - b.object.num);
};

const placedLines = async (reader: Reader, objects: readonly StoredObject[]): Promise<readonly PlacedLine[]> => {
  const nums = objects.map(({ num }) => num);
  const places = groupedBy(await reader.objects.membershipsOf(nums), ({ version }) => version);
  const versions = groupedBy(await reader.objects.versionsOf(nums), ({ object }) => object);
  const placed = ({ num, instant, revoked }: StoredVersion): readonly PlacedVersion[] => {
    const at = (places.get(num) ?? []).map(({ collection, class: releaseClass }) => ({ collection, class: releaseClass }));
    const sorted = at.sort((a, b) => a.collection - b.collection);
    return sorted.length > 0 ? [{ version: num, instant, revoked, places: sorted }] : [];
  };
  return objects.map((object) => ({ object, versions: (versions.get(object.num) ?? []).flatMap(placed) }));
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

/** A line with those of its versions that `keeps` takes; none, where it takes none. */
export const narrowed = (line: PlacedLine, keeps: (version: PlacedVersion, at: number) => boolean): readonly PlacedLine[] => {
  const versions = line.versions.filter(keeps);
  return versions.length === 0 ? [] : [{ ...line, versions }];
};

/** The lines of an id that stand somewhere, by number. */
export const placedLinesOf = async (reader: Reader, id: string): Promise<readonly PlacedLine[]> =>
  (await placedLines(reader, await reader.objects.byIds([id]))).filter(({ versions }) => versions.length > 0);

/** All its lines that stand somewhere: the host's first. Errors: `object-unknown`, also for one that was deleted. */
export const requireLines = async (reader: Reader, id: string): Promise<readonly PlacedLine[]> => {
  const lines = await placedLinesOf(reader, id);
  if (lines.length === 0) throw new ParleyError('object-unknown', { value: id });
  return lines.toSorted((a, b) => rankOf(a.object) - rankOf(b.object));
};

/** Before whom a line goes where nothing else decides. */
export const rankOf = ({ num, submitter }: StoredObject): number => (submitter === null ? 0 : num);

/** The first of its lines. Errors: `object-unknown`. */
export const requireObject = async (reader: Reader, id: string): Promise<PlacedLine> => {
  const [first] = await requireLines(reader, id);
  if (first === undefined) throw new ParleyError('object-unknown', { value: id });
  return first;
};

/** The version of that time, RFC 3339. Errors: `time-malformed`, `version-unknown`. */
export const versionAt = ({ object, versions }: PlacedLine, version: string): PlacedVersion => {
  const instant = instantOf(version);
  const found = versions.find((candidate) => candidate.instant === instant);
  if (!found) throw new ParleyError('version-unknown', { value: object.id, version });
  return found;
};

/** A time as versions have it. Errors: `time-malformed`. */
export const instantOf = (version: string): string => {
  const instant = parseTimestamp(version);
  if (instant === undefined) throw new ParleyError('time-malformed', { value: version });
  return instant;
};
