import { sql } from 'kysely';
import type { QuarantineReader, QuarantineSealer } from '../../exchange/ports/quarantine.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { Session } from './session.js';

const LISTED = ['num', 'at', 'id', 'collection', 'originator', 'code', 'message', 'digest', 'bytes'] as const;

export const quarantineReader = ({ db }: Session): QuarantineReader => ({
  list: (after, limit) =>
    db.selectFrom('quarantine').select(LISTED).where('num', '>', after).orderBy('num').limit(limit).execute(),
  find: (num) => db.selectFrom('quarantine').selectAll().where('num', '=', num).executeTakeFirst(),
  count: async (originator) => {
    const { count } = await db
      .selectFrom('quarantine')
      .select(sql<number>`count(*)`.as('count'))
      .where('originator', originator === null ? 'is' : '=', originator)
      .executeTakeFirstOrThrow();
    return Number(count);
  },
});

export const quarantineSealer = (session: Session): QuarantineSealer => {
  const { db, connection, dialect } = session;
  return {
    ...quarantineReader(session),
    add: async (items) => {
      if (items.length === 0) return;
      const first = await nextNum(db, 'quarantine');
      const rows = items.map(({ at, id, collection, originator, code, message, digest, bytes, body }, place) => {
        return [first + place, at, id, collection, originator, code, message, digest, bytes, body];
      });
      await dialect.insert(connection, 'quarantine', LAYOUTS.quarantine.columns, rows, 'on conflict do nothing');
    },
    drop: async (num) => {
      await db.deleteFrom('quarantine').where('num', '=', num).execute();
    },
    dropOf: async (originator, collection, id) => {
      const doomed = db.deleteFrom('quarantine').where('originator', '=', originator).where('collection', '=', collection);
      const { numDeletedRows } = await doomed.where('id', '=', id).executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
};
