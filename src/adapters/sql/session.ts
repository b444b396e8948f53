import { Kysely } from 'kysely';
import type { SqlConnection } from './connection.js';
import type { SqlDialect } from './dialect.js';
import type { Tables } from './schema.js';

export type Db = Kysely<Tables>;

/** One transaction, as the query code sees it. */
export interface Session {
  readonly db: Db;
  readonly connection: SqlConnection;
  readonly dialect: SqlDialect;
}

/** A connection outside of a transaction: one query is a snapshot, two are not. */
export const oneQueryOf = (connection: SqlConnection): SqlConnection => {
  let asked = false;
  return {
    query: (text, parameters) => {
      if (asked) return Promise.reject(new Error('this look asks more than one query: give it a transaction'));
      asked = true;
      return connection.query(text, parameters);
    },
  };
};

/**
 * Runs `use` with a session that stops answering when `use` has ended: a query that was not awaited must not run in
 * whatever transaction the connection holds next.
 */
export const withSession = async <T>(
  connection: SqlConnection,
  dialect: SqlDialect,
  use: (session: Session) => Promise<T>,
): Promise<T> => {
  let ended = false;
  const guarded: SqlConnection = {
    query: (text, parameters) =>
      ended ? Promise.reject(new Error('the transaction has ended: await every query')) : connection.query(text, parameters),
  };
  try {
    return await use({ db: new Kysely<Tables>({ dialect: dialect.kysely(guarded) }), connection: guarded, dialect });
  } finally {
    ended = true;
  }
};
