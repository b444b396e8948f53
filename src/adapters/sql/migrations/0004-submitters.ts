import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/**
 * Partners write. Their versions of an id stand in a line of their own, so an id may now name several objects: what was unique is
 * `line`. And what they sent, until it is taken in, and for a while what became of it.
 */
export const submitters = ({ rowNumber, longInteger: long, orderedText }: SqlDialect): Migration => ({
  async up(db) {
    const statements = [
      'alter table object rename column id to line',
      `alter table object add column id ${orderedText} not null default ''`,
      `alter table object add column submitter ${long}`,
      'update object set id = line',
      'create index object_id on object (id)',
      'drop index quarantine_of',
      'create unique index quarantine_of on quarantine (collection, digest, coalesce(originator, 0))',
      'create index quarantine_by on quarantine (originator, collection, id)',
      `create table submission (num ${rowNumber} primary key, id text not null unique, participant ${long} not null,
        collection ${long} not null, at ${long} not null, ended_at ${long}, outcome text not null, body text)`,
      'create index submission_open on submission (num) where ended_at is null',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
