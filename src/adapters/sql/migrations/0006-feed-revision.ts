import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/** A feed is as it was as long as its revision is: pages of it that were made before can be sent again. */
export const feedRevision = ({ longInteger: long }: SqlDialect): Migration => ({
  async up(db) {
    await sql.raw(`alter table feed_head add column revision ${long} not null default 0`).execute(db);
  },
});
