import { canonicalJson } from '../core/canonical-json.js';
import { type ErrorCode, type ErrorDetails, formatError } from '../core/errors.js';
import { refusalOf } from '../core/feed/succession.js';
import type { Collection, GivenLabels } from '../core/registry/collection.js';
import { NO_VERSION_INSTANT, parseTimestamp } from '../core/stix/timestamp.js';
import { classify } from './classify.js';
import type { StoredObject, StoredVersion } from './ports/objects.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Sealer } from './ports/store.js';
import type { Arrived, RejectedItem } from './read-arrivals.js';

type Attributed = Arrived & { readonly originator: number | null };

interface Arrivals {
  readonly arrivals: readonly Attributed[];
  readonly collection: Collection;
  readonly given: GivenLabels;
}

export interface StoredArrivals {
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly RejectedItem[];
  /** Objects that gained a version or a place, by number ascending; `newObjects` are those that did not exist before. */
  readonly touched: readonly number[];
  readonly newObjects: readonly number[];
  /** Marking definitions that became known. */
  readonly newMarkings: readonly string[];
}

/** A line of versions of one object, as it grows while the chunk is read. */
interface Line {
  num: number | undefined;
  readonly head: Omit<StoredObject, 'num'>;
  readonly versions: { instant: string; revoked: boolean; num: number | undefined; text: string | undefined; placed: boolean }[];
}

/** An arrival with what its line is judged by. */
interface Dated extends Attributed {
  readonly head: Omit<StoredObject, 'num'>;
  readonly instant: string;
  readonly revoked: boolean;
}

interface Accepted {
  readonly arrival: Dated;
  readonly line: Line;
  readonly version: Line['versions'][number];
}

/**
 * Takes checked objects into the store, inside the caller's transaction: lines of versions, their text, their place in the
 * collection with its release class. The same version again is a duplicate; with other content it is refused and nothing is
 * overwritten.
 */
export const storeArrivals = async (sealer: Sealer, book: RuleBook, input: Arrivals): Promise<StoredArrivals> => {
  const arrivals = input.arrivals.map(dated);
  const { lines, existing } = await linesOf(sealer, arrivals, input.collection);
  const accepted: Accepted[] = [];
  const rejected: RejectedItem[] = [];
  let duplicates = 0;
  for (const arrival of arrivals) {
    const verdict = judge(lines, arrival);
    if (verdict.kind === 'duplicate') duplicates++;
    else if (verdict.kind === 'refused') rejected.push(verdict.item);
    else accepted.push({ arrival, line: verdict.line, version: verdict.version });
  }
  const newLines = await writeObjects(sealer, accepted);
  await writeVersions(sealer, accepted);
  await writePlaces(sealer, book, input, accepted);
  const touched = [...new Set(accepted.map(({ line }) => requireNum(line.num)))].sort((a, b) => a - b);
  return {
    accepted: accepted.length,
    duplicates,
    rejected,
    touched,
    newObjects: newLines.map((line) => requireNum(line.num)),
    newMarkings: newLines
      .filter(({ head }) => head.type === 'marking-definition' && !existing.has(head.id))
      .map(({ head }) => head.id),
  };
};

const dated = (arrival: Attributed): Dated => {
  const { object, originator } = arrival;
  const created = object.created === undefined ? null : (parseTimestamp(object.created) ?? null);
  return {
    ...arrival,
    head: { id: object.id, type: object.type, originator, createdBy: object.created_by_ref ?? null, created },
    instant: (object.modified === undefined ? created : parseTimestamp(object.modified)) ?? NO_VERSION_INSTANT,
    revoked: object.revoked === true,
  };
};

/** The lines that these arrivals continue, with the texts they have to be compared with. */
const linesOf = async (sealer: Sealer, arrivals: readonly Dated[], collection: Collection) => {
  const rows = await sealer.objects.byIds([...new Set(arrivals.map(({ object }) => object.id))]);
  const nums = rows.map(({ num }) => num);
  const placed = new Set(
    (await sealer.objects.membershipsOf(nums)).filter((at) => at.collection === collection.num).map(({ version }) => version),
  );
  const versions = new Map<number, StoredVersion[]>();
  for (const version of await sealer.objects.versionsOf(nums)) {
    versions.set(version.object, [...(versions.get(version.object) ?? []), version]);
  }
  const arriving = new Set(arrivals.map(({ object, instant }) => `${object.id} ${instant}`));
  const idOf = new Map(rows.map(({ num, id }) => [num, id]));
  const met = [...versions.values()].flat().filter(({ object, instant }) => arriving.has(`${idOf.get(object)} ${instant}`));
  const texts = await sealer.objects.bodies(met.map(({ num }) => num));
  const lines = new Map<string, Line>();
  for (const { num, ...head } of rows) {
    const known = (versions.get(num) ?? []).map((version) => ({
      instant: version.instant,
      revoked: version.revoked,
      num: version.num,
      text: texts.get(version.num),
      placed: placed.has(version.num),
    }));
    lines.set(head.id, { num, head, versions: known });
  }
  return { lines, existing: new Set(rows.map(({ id }) => id)) };
};

type Verdict =
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'refused'; readonly item: RejectedItem }
  | { readonly kind: 'accepted'; readonly line: Line; readonly version: Line['versions'][number] };

const judge = (lines: Map<string, Line>, arrival: Dated): Verdict => {
  const { object, head, instant, revoked, text } = arrival;
  const line: Line = lines.get(object.id) ?? { num: undefined, head, versions: [] };
  lines.set(object.id, line);
  const refusal = refusalOf({ ...line.head, versions: line.versions }, { ...head, instant, revoked });
  if (refusal) return refused(arrival, refusal.code, refusal.details);
  const same = line.versions.find((version) => version.instant === instant);
  if (!same) {
    const version = { instant, revoked, num: undefined, text, placed: true };
    line.versions.push(version);
    return { kind: 'accepted', line, version };
  }
  if (same.text === undefined || !sameContent(same.text, text)) {
    return refused(arrival, 'version-conflict', { id: object.id, version: `${instant}Z` });
  }
  if (same.placed) return { kind: 'duplicate' };
  same.placed = true;
  return { kind: 'accepted', line, version: same };
};

const refused = ({ index, object }: Dated, code: ErrorCode, details: ErrorDetails): Verdict => ({
  kind: 'refused',
  item: { index, id: object.id, code, rule: null, message: formatError(code, details) },
});

/** STIX 3.6: all representations of one version have the same properties and values; spelling of the JSON is free. */
const sameContent = (a: string, b: string): boolean => a === b || canonicalJson(JSON.parse(a)) === canonicalJson(JSON.parse(b));

const writeObjects = async (sealer: Sealer, accepted: readonly Accepted[]): Promise<readonly Line[]> => {
  const lines = [...new Set(accepted.map(({ line }) => line))].filter(({ num }) => num === undefined);
  const nums = await sealer.objects.add(lines.map(({ head }) => head));
  lines.forEach((line, at) => {
    line.num = requireNum(nums[at]);
  });
  return lines;
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

const writePlaces = async (sealer: Sealer, book: RuleBook, { collection, given }: Arrivals, accepted: readonly Accepted[]) => {
  const items = accepted.map(({ arrival: { object, originator } }) => ({ object, originator, collection, given }));
  const classes = await classify(sealer, book, items);
  await sealer.objects.setMemberships(
    accepted.map(({ version }, at) => ({
      version: requireNum(version.num),
      collection: collection.num,
      given,
      class: requireNum(classes[at]),
    })),
  );
};

/** A number that the store must have given by now. */
const requireNum = (num: number | undefined): number => {
  if (num === undefined) throw new RangeError('the store returned fewer numbers than rows');
  return num;
};
