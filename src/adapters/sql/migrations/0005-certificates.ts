import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/** What the client certificates of partners are bound by: a binding belongs to one of them. */
export const certificates = ({ longInteger: long }: SqlDialect): Migration => ({
  async up(db) {
    const statements = [
      `create table participant_certificate (certificate text primary key, participant ${long} not null references participant,
        place integer not null)`,
      'create index participant_certificate_of on participant_certificate (participant)',
    ];
    for (const statement of statements) await sql.raw(statement).execute(db);
  },
});
