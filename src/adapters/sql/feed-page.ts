import { type RawBuilder, sql } from 'kysely';
import type { FeedQuery, PageEntry } from '../../exchange/ports/feeds.js';
import type { Db, Session } from './session.js';

/**
 * One page of a feed. First its entries, found by an index that holds live ones only, so that neither depth nor what has died
 * costs anything; then the object and version that go with each.
 */
export const feedPage = async (session: Session, query: FeedQuery): Promise<readonly PageEntry[]> => {
  const { db } = session;
  const after = await placeAfter(db, query);
  if (after === undefined) return [];
  const types = query.types === undefined ? undefined : await typeNums(session, query.types);
  if (types?.length === 0 || query.ids?.length === 0) return [];
  const scope: Scope = { query, after, types, ...wantedOf(query) };
  if (scope.marks.length === 0 && scope.instants.length === 0) return [];
  const entries = query.ids === undefined ? entriesByPosition(session, scope) : entriesOfObjects(session, scope, query.ids);
  const { rows } = await sql<PageEntry>`
    select f.pos, f.added, f.object, o.id, o.type, f.version, v.instant, v.bytes
    from (${entries}) as f
    join object as o on o.num = f.object
    join version as v on v.num = f.version
    order by f.pos`.execute(db);
  return rows;
};

interface Scope {
  readonly query: FeedQuery;
  /** Position behind which the page begins. */
  readonly after: number;
  readonly types: readonly number[] | undefined;
  /** Marks (first + 2 x last) that match whatever the instant. */
  readonly marks: readonly number[];
  /** Instants that match whatever the mark. */
  readonly instants: readonly string[];
}

/** All marks: first + 2 x last. */
export const MARKS: readonly number[] = [0, 1, 2, 3];

const wantedOf = ({ versions }: FeedQuery): Pick<Scope, 'marks' | 'instants'> => {
  const asked = new Set(versions.map((match) => match.kind));
  const matches = (mark: number) =>
    asked.has('all') || (asked.has('first') && (mark & 1) === 1) || (asked.has('last') && (mark & 2) === 2);
  const marks = MARKS.filter(matches);
  const instants = versions.flatMap((match) => (match.kind === 'exact' ? [match.instant] : []));
  return { marks, instants: marks.length === MARKS.length ? [] : instants };
};

const typeNums = async ({ db, dialect }: Session, names: readonly string[]): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('object_type')
    .select('num')
    .where(dialect.isIn('name', 'text', names))
    .execute();
  return rows.map((row) => row.num);
};

const ENTRY = sql`pos, added, object, version`;

/**
 * Entries in the order of the feed: one walk per mark, each already ordered and cut, merged. A walk by mark reads nothing but its
 * index; the walk by instant reads the feed itself, as only the version tells the instant.
 */
const entriesByPosition = (session: Session, scope: Scope): RawBuilder<unknown> => {
  const { dialect } = session;
  const cut = sql`order by pos limit ${scope.query.limit}`;
  const byMark = scope.marks.map(
    (mark) => sql`select ${ENTRY} from (select ${ENTRY} from feed ${dialect.through('feed_live')}
      where ${inFeed(scope)} and mark = ${sql.lit(mark)} ${ofTypes(scope)} ${cut}) as by_mark`,
  );
  const dated = sql`select num from version where ${dialect.isIn('instant', 'text', scope.instants)}`;
  const byInstant = sql`select ${ENTRY} from (select ${ENTRY} from feed
    where ${inFeed(scope)} and version in (${dated}) ${ofTypes(scope)} ${cut}) as by_instant`;
  const walks = scope.instants.length === 0 ? byMark : [...byMark, byInstant];
  return sql`select ${ENTRY} from (${sql.join(walks, sql` union `)}) as walks ${cut}`;
};

/** Entries of a few named objects, found by object instead of by position. */
const entriesOfObjects = (session: Session, scope: Scope, ids: readonly string[]): RawBuilder<unknown> => {
  const { db, dialect } = session;
  const named = db
    .selectFrom('object')
    .select('num')
    .where(dialect.isIn('id', 'text', ids));
  const marked = sql`mark in (${sql.join(scope.marks.map((mark) => sql.lit(mark)))})`;
  const dated = sql`exists (select 1 from version as v where v.num = feed.version and ${dialect.isIn('v.instant', 'text', scope.instants)})`;
  const wanted = [...(scope.marks.length === 0 ? [] : [marked]), ...(scope.instants.length === 0 ? [] : [dated])];
  return sql`select ${ENTRY} from feed ${dialect.through('feed_object')} where ${inFeed(scope)} and object in (${named})
    and (${sql.join(wanted, sql` or `)}) ${ofTypes(scope)} order by pos limit ${scope.query.limit}`;
};

const inFeed = ({ query, after }: Scope): RawBuilder<unknown> =>
  sql`participant = ${query.participant} and collection = ${query.collection} and died is null and pos > ${after}`;

/** Literals: few, and tested once per entry walked over, where a list that travels as JSON would cost twice the time. */
const ofTypes = ({ types }: Scope): RawBuilder<unknown> =>
  types === undefined ? sql`` : sql`and type in (${sql.join(types.map((type) => sql.lit(type)))})`;

/**
 * The position behind which a page begins, or undefined when nothing can follow. date_added grows with the position, so the
 * last entry not later than `afterAdded` is found by bisection over the primary key, dead entries included: every entry up
 * to `low` is too early, every entry behind `high` is late enough.
 */
const placeAfter = async (db: Db, query: FeedQuery): Promise<number | undefined> => {
  const { participant, collection, afterPos, afterAdded } = query;
  if (afterAdded === undefined) return afterPos;
  const added = Math.floor(afterAdded / 1000);
  const feed = sql`participant = ${participant} and collection = ${collection}`;
  const head = await sql<{ pos: number; added: number }>`select pos, added from feed_head where ${feed}`.execute(db);
  const end = head.rows[0];
  if (end === undefined || end.added <= added || end.pos <= afterPos) return undefined;
  const middle = sql`(low + high) / 2`;
  const next = (column: string) =>
    sql`(select ${sql.ref(column)} from feed where ${feed} and feed.pos > ${middle} order by feed.pos limit 1)`;
  const early = sql`${next('feed.added')} <= ${whole(added)}`;
  const { rows } = await sql<{ low: number }>`
    with recursive bisection (low, high) as (
      select ${whole(afterPos)}, ${whole(end.pos)}
      union all
      select case when ${early} then ${next('feed.pos')} else low end, case when ${early} then high else ${middle} end
      from bisection where low < high)
    select max(low) as low from bisection`.execute(db);
  return rows[0]?.low ?? afterPos;
};

/** Typed, so that both databases divide and compare it as an integer. */
const whole = (value: number): RawBuilder<unknown> => sql`cast(${value} as bigint)`;
