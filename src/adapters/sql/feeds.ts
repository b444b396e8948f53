import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { FeedHead, FeedLook, FeedReader, FeedSealer, FeedState, LiveEntry, NewEntry } from '../../exchange/ports/feeds.js';
import type { Columns } from './dialect.js';
import { feedPage, MARKS } from './feed-page.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { StandingRow } from './schema.js';
import type { Session } from './session.js';
import { standingOf } from './standing-of.js';

const ENTRY: Columns = {
  participant: 'int4',
  collection: 'int4',
  pos: 'int8',
  added: 'int8',
  object: 'int8',
  version: 'int8',
  type: 'int4',
  mark: 'int2',
};

/** Which of its object's live versions an entry is, as one number. */
const markOf = ({ first, last }: Pick<LiveEntry, 'first' | 'last'>): number => (first ? 1 : 0) + (last ? 2 : 0);

export const feedReader = (session: Session): FeedReader => {
  const { db, dialect } = session;
  return {
    heads: async (participant) => {
      const rows = await db.selectFrom('feed_head').selectAll().where('participant', '=', participant).execute();
      return new Map(rows.map(({ collection, pos, added }) => [collection, { pos, added }]));
    },
    live: async (participant, objects) => {
      if (objects.length === 0) return [];
      const rows = await db
        .selectFrom('feed')
        .select(['collection', 'pos', 'object', 'version', 'mark'])
        .where('participant', '=', participant)
        .where('died', 'is', null)
        .where(dialect.isIn('object', 'int8', objects))
        .orderBy('object')
        .orderBy('collection')
        .orderBy('pos')
        .execute();
      return rows.map(({ mark, ...entry }) => ({ ...entry, first: (mark & 1) === 1, last: (mark & 2) === 2 }));
    },
    page: (query) => feedPage(session, query),
    objectsEver: async (participant, after, limit) => {
      const rows = await db
        .selectFrom('feed')
        .select('object')
        .distinct()
        .where('participant', '=', participant)
        .where('object', '>', after)
        .orderBy('object')
        .limit(limit)
        .execute();
      return rows.map(({ object }) => object);
    },
    past: (participant, objects) =>
      db
        .selectFrom('feed')
        .innerJoin('object', 'object.num', 'feed.object')
        .innerJoin('version', 'version.num', 'feed.version')
        .select(['feed.collection', 'feed.pos', 'feed.object', 'object.id', 'version.instant'])
        .where('feed.participant', '=', participant)
        .where(dialect.isIn('feed.object', 'int8', objects))
        .orderBy('feed.object')
        .orderBy('feed.collection')
        .orderBy('version.instant')
        .orderBy('feed.pos')
        .execute(),
    state: (look) => feedState(session, look),
    untold: (participants) =>
      db
        .selectFrom('feed_head')
        .select(['participant', 'collection', 'granted', 'pos', 'added'])
        .whereRef('pos', '>', 'granted')
        .$if(participants !== undefined, (query) => query.where(dialect.isIn('participant', 'int8', participants ?? [])))
        .orderBy('participant')
        .orderBy('collection')
        .execute(),
  };
};

/** One statement, and so one snapshot, for all that a page was made from. */
const feedState = async ({ db }: Session, { participant, collection, token, at }: FeedLook): Promise<FeedState | undefined> => {
  const { rows } = await sql<StandingRow & { revision: number | null }>`select s.*, h.revision from standing as s
    join listing as l on l.participant = s.participant and l.collection = ${collection}
    join participant as p on p.num = s.participant and p.suspended = 0
    join token as t on t.participant = s.participant and t.id = ${token} and t.revoked_at is null
      and (t.expires_at is null or t.expires_at > ${at})
    left join feed_head as h on h.participant = s.participant and h.collection = l.collection
    where s.participant = ${participant}`.execute(db);
  const [row] = rows;
  return row && { standing: standingOf(row), revision: row.revision ?? 0 };
};

export const feedSealer = (session: Session): FeedSealer => {
  const { db } = session;
  return {
    ...feedReader(session),
    append: (entries) => append(session, entries),
    bury: async (participant, entries, at) => {
      if (entries.length === 0) return;
      await db
        .updateTable('feed')
        .set({ died: at })
        .where(isLiveAt(session, participant, entries))
        .execute();
      await revise(session, participant, entries);
    },
    tell: async (feeds) => {
      for (const { participant, collection, pos } of feeds) {
        await db
          .updateTable('feed_head')
          .set({ granted: pos })
          .where('participant', '=', participant)
          .where('collection', '=', collection)
          .execute();
      }
    },
    mark: async (participant, entries) => {
      for (const mark of MARKS) {
        const marked = entries.filter((entry) => markOf(entry) === mark);
        if (marked.length > 0)
          await db
            .updateTable('feed')
            .set({ mark })
            .where(isLiveAt(session, participant, marked))
            .execute();
      }
      await revise(session, participant, entries);
    },
  };
};

/** What was made of these feeds before is not what they are now. */
const revise = async ({ db }: Session, participant: number, entries: readonly Pick<LiveEntry, 'collection'>[]): Promise<void> => {
  const collections = [...new Set(entries.map(({ collection }) => collection))];
  if (collections.length === 0) return;
  await db
    .updateTable('feed_head')
    .set(({ eb }) => ({ revision: eb('revision', '+', 1) }))
    .where('participant', '=', participant)
    .where('collection', 'in', collections)
    .execute();
};

/**
 * One of these entries, if it lives. A comparison of row values, as a join to the list would do, but SQLite, which cannot know
 * how long the list is, walks the whole feed per row of a join.
 */
const isLiveAt = (
  { dialect }: Session,
  participant: number,
  entries: readonly Pick<LiveEntry, 'collection' | 'pos'>[],
): RawBuilder<SqlBool> => {
  const rows = entries.map(({ collection, pos }) => [collection, pos]);
  return sql<SqlBool>`participant = ${participant} and died is null
    and (collection, pos) in ${dialect.rows({ collection: 'int4', pos: 'int8' }, rows)}`;
};

const append = async (session: Session, entries: readonly NewEntry[]): Promise<void> => {
  if (entries.length === 0) return;
  const heads = await headsAfter(session, entries);
  const types = await internTypes(session, [...new Set(entries.map((entry) => entry.type))]);
  const rows = entries.map((e) => {
    const { participant, collection, pos, added, object, version } = e;
    return [participant, collection, pos, added, object, version, types.get(e.type) ?? null, markOf(e)];
  });
  const { connection, dialect } = session;
  await dialect.insert(connection, 'feed', ENTRY, rows);
  const moved = heads.map((head) => [head.participant, head.collection, head.pos, head.added, 0, 1]);
  const suffix =
    'on conflict (participant, collection) do update set pos = excluded.pos, added = excluded.added, revision = feed_head.revision + 1';
  await dialect.insert(connection, 'feed_head', LAYOUTS.feed_head.columns, moved, suffix);
};

/** Where the feeds stand behind these entries. Everything rests on position and date_added growing, so it is checked here. */
const headsAfter = async ({ db, dialect }: Session, entries: readonly NewEntry[]): Promise<readonly Place[]> => {
  const participants = [...new Set(entries.map((entry) => entry.participant))];
  const stored = await db
    .selectFrom('feed_head')
    .selectAll()
    .where(dialect.isIn('participant', 'int8', participants))
    .execute();
  const heads = new Map(stored.map((head): [string, Place] => [feedKey(head), head]));
  const moved = new Map<string, Place>();
  for (const entry of entries) {
    const key = feedKey(entry);
    const head = moved.get(key) ?? heads.get(key);
    if (head !== undefined && !(entry.pos > head.pos && entry.added > head.added)) {
      throw new Error(
        `feed ${key} stands at ${head.pos}, ${head.added} ms: entry ${entry.pos}, ${entry.added} ms is not behind it`,
      );
    }
    moved.set(key, entry);
  }
  return [...moved.values()];
};

type Place = FeedHead & Pick<NewEntry, 'participant' | 'collection'>;

const feedKey = ({ participant, collection }: Pick<NewEntry, 'participant' | 'collection'>): string =>
  `${participant}/${collection}`;

const internTypes = async ({ db, dialect }: Session, names: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  const known = await db
    .selectFrom('object_type')
    .selectAll()
    .where(dialect.isIn('name', 'text', names))
    .execute();
  const types = new Map(known.map((row) => [row.name, row.num]));
  for (const name of names) {
    if (types.has(name)) continue;
    const num = await nextNum(db, 'object_type');
    await db.insertInto('object_type').values({ num, name }).execute();
    types.set(name, num);
  }
  return types;
};
