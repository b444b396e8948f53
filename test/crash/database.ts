import { join } from 'node:path';
import Database from 'libsql';
import pg from 'pg';
import { freshDatabase } from '../postgres.js';

export type DatabaseKind = 'sqlite' | 'postgres';

/** The database behind a home, looked at from outside, by plain SQL that both understand. */
export interface LookedAt {
  rows<T>(text: string): Promise<readonly T[]>;
  close(): Promise<void>;
}

export interface CrashDatabase {
  readonly environment: Readonly<Record<string, string>>;
  /**
   * Opens it when everything is decided that processes which are gone had under way: a server may still be committing for a
   * client that was killed.
   */
  open(): Promise<LookedAt>;
}

export const crashDatabase = async (kind: DatabaseKind, home: string, server_url: string): Promise<CrashDatabase> => {
  if (kind === 'sqlite') return { environment: {}, open: async () => lookAtFile(join(home, 'parley.db')) };
  const url = await freshDatabase(server_url);
  return { environment: { PARLEY_DATABASE_URL: url }, open: () => lookAtServer(url) };
};

const BUSY_MS = 10_000;

/** Closed after each look: an open connection would keep others from having to recover what was killed. */
export const lookAtFile = (path: string): LookedAt => {
  const database = new Database(path, { timeout: BUSY_MS });
  return {
    rows: async <T>(text: string) => database.prepare(text).all([]) as T[],
    close: async () => void database.close(),
  };
};

const SEAL_LOCK = '7420190320150510';

export const lookAtServer = async (url: string): Promise<LookedAt> => {
  const client = new pg.Client({ connectionString: url, types: { getTypeParser } });
  await client.connect();
  await client.query(`begin; select pg_advisory_xact_lock(${SEAL_LOCK}); commit`);
  return { rows: async <T>(text: string) => (await client.query(text)).rows as T[], close: () => client.end() };
};

const INT8 = 20;

const getTypeParser = ((oid: number, format?: 'text' | 'binary') =>
  oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser;
