import type { Collection, GivenLabels } from '../core/registry/collection.js';
import { classify } from './classify.js';
import type { House } from './house.js';
import { keepApart } from './keep-apart.js';
import { type Attributed, judgeAll, type Line, type LineVersion } from './lines.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import type { RejectedItem } from './read-arrivals.js';
import { reclassify } from './reclassify.js';

interface Arrivals {
  readonly arrivals: readonly Attributed[];
  readonly collection: Collection;
  readonly given: GivenLabels;
  /** Number of the participant that sent them; null: the host brings them. */
  readonly submitter: number | null;
  /** ms */
  readonly at: number;
}

export interface StoredArrivals {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedItem[];
  /** Those of the rejected that are in quarantine now. */
  readonly quarantined: number;
  /** Objects that gained a version, a place or a label, by number ascending; `fresh` are those that did not exist before. */
  readonly touched: readonly number[];
  readonly fresh: readonly number[];
  /** Of an id of the fresh ones others have lines. */
  readonly shared: boolean;
  /** Stored objects were given more labels: something may have been taken away. */
  readonly restricted: boolean;
  /** Marking definitions that became known. */
  readonly newMarkings: readonly string[];
}

interface Accepted {
  readonly arrival: Attributed;
  readonly line: Line;
  readonly version: LineVersion;
}

/**
 * Takes checked objects into the store, inside the caller's transaction: lines of versions, their text, their place in the
 * collection with its release class. The same version again is a duplicate; with other content it is refused and nothing is
 * overwritten.
 */
export const storeArrivals = async (
  house: Pick<House, 'alarm'>,
  sealer: Sealer,
  book: RuleBook,
  input: Arrivals,
): Promise<StoredArrivals> => {
  const verdicts = await judgeAll(sealer, { ...input, collection: input.collection.num });
  const accepted = verdicts.flatMap((verdict) => (verdict.kind === 'accepted' ? [verdict] : []));
  const refused = verdicts.filter((verdict) => verdict.kind === 'refused');
  const lines = [...new Set(verdicts.flatMap((verdict) => (verdict.kind === 'refused' ? [] : [verdict.line])))];
  const freshLines = lines.filter(({ num }) => num === undefined);
  const amended = lines.filter((line) => line.num !== undefined && line.amended);

  await writeObjects(sealer, freshLines, amended);
  await writeVersions(sealer, accepted);
  await writePlaces(sealer, book, input.collection, accepted);
  const amendedNums = amended.map(({ num }) => requireNum(num));
  await reclassify(sealer, amendedNums, book);
  const apart = refused.map(({ item: { code, message }, arrival }) => {
    return { arrived: arrival, originator: arrival.named ?? arrival.bound, code, message };
  });
  const quarantined = await keepApart(house, sealer, apart, input);

  const touched = new Set([...accepted.map(({ line }) => requireNum(line.num)), ...amendedNums]);
  return {
    accepted: accepted.length,
    duplicates: verdicts.filter(({ kind }) => kind === 'duplicate').length,
    rejected: refused.map(({ item }) => item),
    quarantined,
    touched: [...touched].sort((a, b) => a - b),
    fresh: freshLines.map(({ num }) => requireNum(num)),
    shared: freshLines.some(({ shared }) => shared),
    restricted: amended.length > 0,
    newMarkings: accepted.filter(({ line }) => line.head.type === 'marking-definition').map(({ line }) => line.head.id),
  };
};

const writeObjects = async (sealer: Sealer, fresh: readonly Line[], amended: readonly Line[]): Promise<void> => {
  const nums = await sealer.objects.add(fresh.map(({ head }) => head));
  fresh.forEach((line, at) => {
    line.num = requireNum(nums[at]);
  });
  await sealer.objects.amend(amended.map(({ num, head }) => ({ num: requireNum(num), ...head })));
};

const writeVersions = async (sealer: Sealer, accepted: readonly Accepted[]): Promise<void> => {
  const fresh = accepted.filter(({ version }) => version.num === undefined);
  const nums = await sealer.objects.addVersions(
    fresh.map(({ arrival, line, version }) => ({
      object: requireNum(line.num),
      instant: version.instant,
      revoked: version.revoked,
      bytes: arrival.bytes,
      body: arrival.text,
    })),
  );
  fresh.forEach(({ version }, at) => {
    version.num = requireNum(nums[at]);
  });
};

const writePlaces = async (
  sealer: Sealer,
  book: RuleBook,
  collection: Collection,
  accepted: readonly Accepted[],
): Promise<void> => {
  const items = accepted.map(({ arrival, line }) => {
    const { originator, given } = line.head;
    return { object: arrival.object, collection, given, originator };
  });
  const classes = await classify(sealer, book, items);
  await sealer.objects.setMemberships(
    accepted.map(({ version }, at) => ({
      version: requireNum(version.num),
      collection: collection.num,
      class: requireNum(classes[at]),
    })),
  );
};

/** A number that the store must have given by now. */
const requireNum = (num: number | undefined): number => {
  if (num === undefined) throw new RangeError('the store returned fewer numbers than rows');
  return num;
};
