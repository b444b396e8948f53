import { canonicalJson } from '../core/canonical-json.js';
import { type ErrorCode, type ErrorDetails, formatError } from '../core/errors.js';
import { refusalOf } from '../core/feed/succession.js';
import type { GivenLabels } from '../core/registry/collection.js';
import { mergeGiven } from '../core/release/given-labels.js';
import { NO_VERSION_INSTANT, parseTimestamp } from '../core/stix/format/timestamp.js';
import { wellKnownMarking } from '../core/stix/marking/markings.js';
import type { StoredObject, StoredVersion } from './ports/objects.js';
import type { Reader } from './ports/store.js';
import type { Arrived, RejectedItem } from './read-arrivals.js';

/** An arrival and whose it is: `named` by the operator (undefined: by nobody), and whom its creator is an identity of. */
export interface Attributed extends Arrived {
  readonly named: number | undefined;
  readonly bound: number | null;
}

/** A line of versions of one object, as it grows while a chunk is read. */
export interface Line {
  /** Undefined: the object is new. */
  num: number | undefined;
  head: Omit<StoredObject, 'num'>;
  /** The head is not what the store holds. */
  amended: boolean;
  /** Others have lines of this id. */
  readonly shared: boolean;
  readonly versions: LineVersion[];
}

export interface LineVersion {
  num: number | undefined;
  readonly instant: string;
  readonly revoked: boolean;
  readonly text: string | undefined;
  /** In the collection of this import / in any; a version in none is deleted. */
  placed: boolean;
  held: boolean;
}

export type Verdict =
  | { readonly kind: 'duplicate'; readonly line: Line }
  | { readonly kind: 'refused'; readonly item: RejectedItem }
  | { readonly kind: 'accepted'; readonly line: Line; readonly version: LineVersion };

interface Dated extends Attributed {
  readonly created: string | null;
  readonly instant: string;
}

const dated = (arrival: Attributed): Dated => {
  const { object } = arrival;
  const created = object.created === undefined ? null : (parseTimestamp(object.created) ?? null);
  // "Marking definitions cannot be versioned" (STIX 7.2.1): a `modified` on one would let its meaning be replaced.
  const modified = object.type === 'marking-definition' ? undefined : object.modified;
  const instant = (modified === undefined ? created : parseTimestamp(modified)) ?? NO_VERSION_INSTANT;
  return { ...arrival, created, instant };
};

/** A chunk of arrivals, and where it goes. */
export interface Incoming {
  readonly arrivals: readonly Attributed[];
  /** Number. */
  readonly collection: number;
  readonly given: GivenLabels;
  /** Number of the participant that sent them; null: the host brings them. */
  readonly submitter: number | null;
}

/**
 * Judges a chunk of arrivals in order, each beside what the store holds of its submitter and what came before it in the chunk.
 * Lines of others decide nothing: whether there are any must not show to who sends.
 */
export const judgeAll = async (
  reader: Reader,
  { arrivals, collection, given, submitter }: Incoming,
): Promise<readonly (Verdict & { readonly arrival: Attributed })[]> => {
  const all = arrivals.map(dated);
  const lines = await linesOf(reader, all, { collection, submitter });
  return all.map((arrival) => {
    const verdict = judge(lines, arrival, submitter);
    if (verdict.kind !== 'refused') give(verdict.line, given);
    return { ...verdict, arrival };
  });
};

/** What an operator gives on import adds to what the object was given before: only relabelling lowers. */
const give = (line: Line, given: GivenLabels): void => {
  const merged = mergeGiven(line.head.given, given);
  if (canonicalJson(merged) === canonicalJson(line.head.given)) return;
  line.head = { ...line.head, given: merged };
  line.amended = true;
};

/** The lines of one submitter, by id. */
interface Lines {
  readonly own: Map<string, Line>;
  /** Ids of which others have lines. */
  readonly others: ReadonlySet<string>;
}

const linesOf = async (
  reader: Reader,
  arrivals: readonly Dated[],
  { collection, submitter }: Pick<Incoming, 'collection' | 'submitter'>,
): Promise<Lines> => {
  const all = await reader.objects.byIds([...new Set(arrivals.map(({ object }) => object.id))]);
  const rows = all.filter((row) => row.submitter === submitter);
  const others = new Set(all.filter((row) => row.submitter !== submitter).map(({ id }) => id));
  const nums = rows.map(({ num }) => num);
  const memberships = await reader.objects.membershipsOf(nums);
  const held = new Set(memberships.map(({ version }) => version));
  const placed = new Set(memberships.filter((at) => at.collection === collection).map(({ version }) => version));
  const stored = await reader.objects.versionsOf(nums);
  const texts = await textsMet(reader, rows, stored, arrivals);
  const lines = new Map(
    rows.map(({ num, ...head }): [number, Line] => [
      num,
      { num, head, amended: false, shared: others.has(head.id), versions: [] },
    ]),
  );
  for (const { num, object, instant, revoked } of stored) {
    const version = { num, instant, revoked, text: texts.get(num), placed: placed.has(num), held: held.has(num) };
    lines.get(object)?.versions.push(version);
  }
  return { own: new Map([...lines.values()].map((line) => [line.head.id, line])), others };
};

/** The texts of those stored versions that an arrival has to be compared with. */
const textsMet = (
  reader: Reader,
  rows: readonly StoredObject[],
  stored: readonly StoredVersion[],
  arrivals: readonly Dated[],
): Promise<ReadonlyMap<number, string>> => {
  const arriving = new Set(arrivals.map(({ object, instant }) => `${object.id} ${instant}`));
  const idOf = new Map(rows.map(({ num, id }) => [num, id]));
  const met = stored.filter(({ object, instant }) => arriving.has(`${idOf.get(object)} ${instant}`));
  return reader.objects.bodies(met.map(({ num }) => num));
};

const judge = ({ own: lines, others }: Lines, arrival: Dated, submitter: number | null): Verdict => {
  const { object, instant, text, named, bound } = arrival;
  const revoked = object.revoked === true;
  if (named !== undefined && bound !== null && named !== bound) return refused(arrival, 'originator-conflict', { id: object.id });
  const known = lines.get(object.id);
  const head = headOf(arrival, known, submitter);
  const line = known ?? { num: undefined, head, amended: false, shared: others.has(object.id), versions: [] };
  lines.set(object.id, line);
  // All its versions were deleted: whoever brings it now founds it anew. The labels it was given stay.
  if (line.num !== undefined && line.versions.every((version) => !version.held)) {
    line.head = { ...head, given: line.head.given };
    line.amended = true;
  }
  const standing = line.versions.filter((version) => version.held);
  const refusal = refusalOf({ ...line.head, versions: standing }, { ...head, instant, revoked });
  if (refusal) return refused(arrival, refusal.code, refusal.details);
  const same = line.versions.find((version) => version.instant === instant);
  if (!same) {
    const version = { num: undefined, instant, revoked, text, placed: true, held: true };
    line.versions.push(version);
    return { kind: 'accepted', line, version };
  }
  if (same.text === undefined || !sameContent(same.text, text)) {
    return refused(arrival, 'version-conflict', { id: object.id, version: `${instant}Z` });
  }
  if (same.placed) return { kind: 'duplicate', line };
  same.placed = true;
  same.held = true;
  return { kind: 'accepted', line, version: same };
};

/** Whose an arrival is: as the operator says; else as it was; else its creator's, if that is a partner; else the host's. */
const headOf = (
  { object, created, named, bound }: Dated,
  known: Line | undefined,
  submitter: number | null,
): Omit<StoredObject, 'num'> => {
  const kept = known?.versions.some((version) => version.held) ? known.head.originator : bound;
  // The standard's own markings are everybody's: whoever happens to send one first is not its originator.
  const originator = wellKnownMarking(object.id) ? null : (named ?? kept);
  const createdBy = object.created_by_ref ?? null;
  return { id: object.id, type: object.type, originator, createdBy, created, given: {}, submitter };
};

const refused = ({ index, object }: Dated, code: ErrorCode, details: ErrorDetails): Verdict => ({
  kind: 'refused',
  item: { index, id: object.id, code, rule: null, message: formatError(code, details) },
});

/** STIX 3.6: all representations of one version have the same properties and values; spelling of the JSON is free. */
const sameContent = (a: string, b: string): boolean => a === b || canonicalJson(JSON.parse(a)) === canonicalJson(JSON.parse(b));
