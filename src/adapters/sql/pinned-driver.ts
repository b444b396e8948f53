import type { CompiledQuery, DatabaseConnection, Driver, QueryResult } from 'kysely';
import type { SqlConnection } from './connection.js';

/** Kysely over one given connection. The store begins and ends transactions itself, so Kysely may not. */
export class PinnedDriver implements Driver {
  readonly #connection: DatabaseConnection;

  constructor(connection: SqlConnection) {
    this.#connection = new PinnedConnection(connection);
  }

  async init(): Promise<void> {}

  async acquireConnection(): Promise<DatabaseConnection> {
    return this.#connection;
  }

  async releaseConnection(): Promise<void> {}

  async beginTransaction(): Promise<void> {
    throw new Error('the store opens its transactions itself');
  }

  async commitTransaction(): Promise<void> {}

  async rollbackTransaction(): Promise<void> {}

  async destroy(): Promise<void> {}
}

class PinnedConnection implements DatabaseConnection {
  constructor(private readonly connection: SqlConnection) {}

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { rows, affected } = await this.connection.query(query.sql, query.parameters);
    return { rows: rows as R[], numAffectedRows: BigInt(affected) };
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('rows are not streamed: page by key');
  }
}
