import { createHash } from 'node:crypto';
import { LIMITS } from '../core/limits.js';
import type { Collection, GivenLabels } from '../core/registry/collection.js';
import { classify } from './classify.js';
import { type Attributed, judgeAll, type Line, type LineVersion } from './lines.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import type { RejectedItem } from './read-arrivals.js';
import { reclassify } from './reclassify.js';

interface Arrivals {
  readonly arrivals: readonly Attributed[];
  readonly collection: Collection;
  readonly given: GivenLabels;
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
export const storeArrivals = async (sealer: Sealer, book: RuleBook, input: Arrivals): Promise<StoredArrivals> => {
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
  const quarantined = await keepRefused(sealer, refused, input);

  const touched = new Set([...accepted.map(({ line }) => requireNum(line.num)), ...amendedNums]);
  return {
    accepted: accepted.length,
    duplicates: verdicts.filter(({ kind }) => kind === 'duplicate').length,
    rejected: refused.map(({ item }) => item),
    quarantined,
    touched: [...touched].sort((a, b) => a - b),
    fresh: freshLines.map(({ num }) => requireNum(num)),
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

/** What cannot join the line of its id is kept apart, as far as there is room: nobody's text is lost, and nothing is overwritten. */
const keepRefused = async (
  sealer: Sealer,
  refused: readonly { readonly item: RejectedItem; readonly arrival: Attributed }[],
  { collection, at }: Arrivals,
): Promise<number> => {
  if (refused.length === 0) return 0;
  const room = Math.max(0, LIMITS.quarantined_max - (await sealer.quarantine.count()));
  const kept = refused.slice(0, room);
  await sealer.quarantine.add(
    kept.map(({ item: { code, message }, arrival: { object, text, bytes, named, bound } }) => {
      const digest = createHash('sha256').update(text).digest('hex');
      const originator = named ?? bound;
      return { at, id: object.id, collection: collection.num, originator, code, message, digest, bytes, body: text };
    }),
  );
  return kept.length;
};

/** A number that the store must have given by now. */
const requireNum = (num: number | undefined): number => {
  if (num === undefined) throw new RangeError('the store returned fewer numbers than rows');
  return num;
};
