import type { Collection, GivenLabels } from '../../core/registry/collection.js';
import type { CollectionReader, CollectionSealer } from '../../exchange/ports/collections.js';
import { nextNum } from './next-num.js';
import type { CollectionRow } from './schema.js';
import type { Session } from './session.js';

export const collectionReader = ({ db }: Session): CollectionReader => ({
  all: async () => (await db.selectFrom('collection').selectAll().orderBy('num').execute()).map(collectionOf),
  byAlias: async (alias) => {
    const row = await db.selectFrom('collection').selectAll().where('alias', '=', alias).executeTakeFirst();
    return row && collectionOf(row);
  },
  listed: async (participant) => {
    const rows = await db
      .selectFrom('listing')
      .innerJoin('collection', 'collection.num', 'listing.collection')
      .selectAll('collection')
      .where('listing.participant', '=', participant)
      .orderBy('collection.num')
      .execute();
    return rows.map(collectionOf);
  },
  listedBy: async (participant) => {
    const rows = await db.selectFrom('listing').select('collection').where('participant', '=', participant).execute();
    return new Set(rows.map((row) => row.collection));
  },
});

export const collectionSealer = (session: Session): CollectionSealer => ({
  ...collectionReader(session),
  add: async (collection) => {
    const num = await nextNum(session.db, 'collection');
    await session.db
      .insertInto('collection')
      .values({ num, ...columnsOf(collection) })
      .execute();
    return num;
  },
  setListed: async (participant, collections) => {
    await session.db.deleteFrom('listing').where('participant', '=', participant).execute();
    const rows = [...collections].map((collection) => [participant, collection]);
    await session.dialect.insert(session.connection, 'listing', { participant: 'int8', collection: 'int8' }, rows);
  },
});

const columnsOf = (collection: Omit<Collection, 'num'>): Omit<CollectionRow, 'num'> => ({
  id: collection.id,
  alias: collection.alias,
  title: collection.title,
  description: collection.description ?? null,
  track: collection.track,
  reference_mode: collection.references,
  writable_by: JSON.stringify(collection.writableBy),
  labels: JSON.stringify(collection.labels),
});

const collectionOf = (row: CollectionRow): Collection => ({
  num: row.num,
  id: row.id,
  alias: row.alias,
  title: row.title,
  description: row.description ?? undefined,
  track: row.track,
  references: row.reference_mode as Collection['references'],
  writableBy: JSON.parse(row.writable_by) as string[],
  labels: JSON.parse(row.labels) as GivenLabels,
});
