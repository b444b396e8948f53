import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/** Objects that came and could not join what is stored under their id, kept for an operator to look at. */
export const quarantine = ({ rowNumber, longInteger: long }: SqlDialect): Migration => ({
  async up(db) {
    const statements = [
      `create table quarantine (num ${rowNumber} primary key, at ${long} not null, id text not null, collection ${long} not null,
        originator ${long}, code text not null, message text not null, digest text not null, bytes integer not null,
        body text not null)`,
      'create unique index quarantine_of on quarantine (collection, digest)',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
