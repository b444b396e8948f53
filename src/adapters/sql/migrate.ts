import { type Migration, Migrator, sql } from 'kysely';
import { ParleyError } from '../../core/errors.js';
import type { SqlDialect } from './dialect.js';
import { first } from './migrations/0001-first.js';
import { ledgers } from './migrations/0002-ledgers.js';
import { quarantine } from './migrations/0003-quarantine.js';
import { submitters } from './migrations/0004-submitters.js';
import { certificates } from './migrations/0005-certificates.js';
import { feedRevision } from './migrations/0006-feed-revision.js';
import type { Session } from './session.js';

/** In their order. */
const MIGRATIONS = {
  '0001-first': first,
  '0002-ledgers': ledgers,
  '0003-quarantine': quarantine,
  '0004-submitters': submitters,
  '0005-certificates': certificates,
  '0006-feed-revision': feedRevision,
} as const;

/** The newest that this program knows. */
export const LAST_MIGRATION = Object.keys(MIGRATIONS).at(-1) ?? '';

const migrationsFor = (dialect: SqlDialect): Record<string, Migration> =>
  Object.fromEntries(Object.entries(MIGRATIONS).map(([name, migration]) => [name, migration(dialect)]));

const DONE = 'schema_migration';

/** Names of the migrations that the database has had. */
const done = async ({ db, dialect }: Session): Promise<readonly string[]> => {
  const { rows: found } = await dialect.tableNamed(DONE).execute(db);
  if (found.length === 0) return [];
  const { rows } = await sql<{ name: string }>`select name from ${sql.table(DONE)} order by name`.execute(db);
  return rows.map((row) => row.name);
};

/** Whether the database has this program's schema. Throws `schema-newer` when a newer Parley wrote it. */
export const isMigrated = async (session: Session): Promise<boolean> => {
  const known = Object.keys(MIGRATIONS);
  const have = await done(session);
  const newer = have.find((name) => !known.includes(name));
  if (newer !== undefined) throw new ParleyError('schema-newer', { migration: newer });
  return known.every((name) => have.includes(name));
};

/** Brings the schema up to date, inside the transaction of a session that holds the write lock. */
export const migrate = async (session: Session): Promise<void> => {
  if (await isMigrated(session)) return;
  const migrator = new Migrator({
    db: session.db,
    provider: { getMigrations: async () => migrationsFor(session.dialect) },
    migrationTableName: DONE,
    migrationLockTableName: 'schema_migration_lock',
    disableTransactions: true,
  });
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw error;
};
