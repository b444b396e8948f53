import { type Expression, type SqlBool, sql } from 'kysely';
import type { GivenLabels } from '../../core/registry/collection.js';
import type { ObjectReader, ObjectSealer, StoredObject, StoredVersion } from '../../exchange/ports/objects.js';
import type { Columns } from './dialect.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { ObjectRow, Tables } from './schema.js';
import type { Session } from './session.js';

const MEMBERSHIP: Columns = { version: 'int8', collection: 'int8', class: 'int8' };

export const objectReader = (session: Session): ObjectReader => {
  const { db, dialect } = session;
  return {
    byIds: async (ids) => (ids.length === 0 ? [] : objectsWhere(session, dialect.isIn('id', 'text', ids))),
    byNums: async (objects) => (objects.length === 0 ? [] : objectsWhere(session, dialect.isIn('num', 'int8', objects))),
    siblings: async (objects) => {
      if (objects.length === 0) return [];
      const ids = db
        .selectFrom('object')
        .select('id')
        .where(dialect.isIn('num', 'int8', objects));
      return objectsWhere(session, sql<SqlBool>`id in (${ids})`);
    },
    versionsOf: async (objects) => {
      if (objects.length === 0) return [];
      const rows = await db
        .selectFrom('version')
        .select(['num', 'object', 'instant', 'revoked', 'bytes'])
        .where(dialect.isIn('object', 'int8', objects))
        .orderBy('object')
        .orderBy('instant')
        .execute();
      return rows.map(versionOf);
    },
    membershipsOf: async (objects) => {
      if (objects.length === 0) return [];
      return db
        .selectFrom('version')
        .innerJoin('membership', 'membership.version', 'version.num')
        .select(['membership.version', 'membership.collection', 'membership.class', 'version.object'])
        .where(dialect.isIn('version.object', 'int8', objects))
        .orderBy('version.object')
        .orderBy('version.instant')
        .orderBy('membership.collection')
        .execute();
    },
    bodies: async (versions) => {
      if (versions.length === 0) return new Map();
      const rows = await db
        .selectFrom('version')
        .select(['num', 'body'])
        .where(dialect.isIn('num', 'int8', versions))
        .execute();
      return new Map(rows.map((row) => [row.num, row.body]));
    },
    touching: (filter, after, limit) => touching(session, filter, after, limit),
  };
};

const objectsWhere = async ({ db }: Session, condition: Expression<SqlBool>): Promise<readonly StoredObject[]> => {
  const rows = await db.selectFrom('object').selectAll().where(condition).orderBy('num').execute();
  return rows.map(objectOf);
};

export const objectSealer = (session: Session): ObjectSealer => {
  const { db, connection, dialect } = session;
  return {
    ...objectReader(session),
    add: async (objects) => {
      const base = objects.length === 0 ? 0 : await nextNum(db, 'object');
      const rows = objects.map((o, at) => [
        base + at,
        lineOf(o),
        o.type,
        o.originator,
        o.createdBy,
        o.created,
        JSON.stringify(o.given),
        o.id,
        o.submitter,
      ]);
      await dialect.insert(connection, 'object', LAYOUTS.object.columns, rows);
      return objects.map((_, at) => base + at);
    },
    amend: async (objects) => {
      for (const { num, originator, createdBy, created, given } of objects) {
        const row = { originator, created_by: createdBy, created, given: JSON.stringify(given) };
        await db.updateTable('object').set(row).where('num', '=', num).execute();
      }
    },
    addVersions: async (versions) => {
      const base = versions.length === 0 ? 0 : await nextNum(db, 'version');
      const rows = versions.map((v, at) => [base + at, v.object, v.instant, v.revoked ? 1 : 0, v.bytes, v.body]);
      await dialect.insert(connection, 'version', LAYOUTS.version.columns, rows);
      return versions.map((_, at) => base + at);
    },
    setMemberships: (memberships) => setMemberships(session, memberships),
    dropMemberships: async (versions, collection) => {
      if (versions.length === 0) return;
      await db
        .deleteFrom('membership')
        .where(dialect.isIn('version', 'int8', versions))
        .$if(collection !== undefined, (query) => query.where('collection', '=', collection ?? 0))
        .execute();
    },
  };
};

/** The object's number is taken from the version, so that the two cannot disagree. A pair given twice: the later one holds. */
const setMemberships: (session: Session, ...given: Parameters<ObjectSealer['setMemberships']>) => Promise<void> = async (
  { db, dialect },
  memberships,
) => {
  if (memberships.length === 0) return;
  const latest = new Map(memberships.map((m) => [`${m.version} ${m.collection}`, m]));
  const rows = [...latest.values()].map((m) => [m.version, m.collection, m.class]);
  await sql`insert into membership (version, collection, object, class)
    select m.version, m.collection, v.object, m.class
    from ${dialect.rows(MEMBERSHIP, rows)} as m join version as v on v.num = m.version where true
    on conflict (version, collection) do update set class = excluded.class`.execute(db);
};

/** Up to so many classes or collections, one walk for each, which ends at the limit, beats one sort of all their members. */
const WALKS_MAX = 32;

const touching = async (
  session: Session,
  { classes, collections }: Parameters<ObjectReader['touching']>[0],
  after: number,
  limit: number,
): Promise<readonly number[]> => {
  if (classes === undefined && collections === undefined) return havingMembership(session, after, limit);
  const members = session.db.selectFrom('membership').select('object').distinct().where('object', '>', after);
  const found = new Set<number>();
  for (const condition of [...walks(session, 'class', classes), ...walks(session, 'collection', collections)]) {
    const rows = await members.where(condition).orderBy('object').limit(limit).execute();
    for (const row of rows) found.add(row.object);
  }
  return [...found].sort((a, b) => a - b).slice(0, limit);
};

const walks = (
  { dialect }: Session,
  column: 'class' | 'collection',
  nums: readonly number[] = [],
): readonly Expression<SqlBool>[] => {
  if (nums.length > WALKS_MAX) return [dialect.isIn(column, 'int8', nums)];
  return nums.map((num) => sql<SqlBool>`${sql.ref(column)} = ${num}`);
};

const havingMembership = async ({ db }: Session, after: number, limit: number): Promise<readonly number[]> => {
  const rows = await db
    .selectFrom('object')
    .select('num')
    .where('num', '>', after)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('version')
          .innerJoin('membership', 'membership.version', 'version.num')
          .select('membership.version')
          .whereRef('version.object', '=', 'object.num'),
      ),
    )
    .orderBy('num')
    .limit(limit)
    .execute();
  return rows.map((row) => row.num);
};

const objectOf = (row: ObjectRow): StoredObject => ({
  num: row.num,
  id: row.id,
  type: row.type,
  originator: row.originator,
  createdBy: row.created_by,
  created: row.created,
  given: JSON.parse(row.given) as GivenLabels,
  submitter: row.submitter,
});

/** What is unique: no id has a space in it. */
const lineOf = ({ id, submitter }: Pick<StoredObject, 'id' | 'submitter'>): string =>
  submitter === null ? id : `${id} ${submitter}`;

const versionOf = ({ revoked, ...row }: Omit<Tables['version'], 'body'>): StoredVersion => ({ ...row, revoked: revoked === 1 });
