import type { PoolClient } from 'pg';
import type { SqlConnection, SqlResult } from '../sql/connection.js';

/** A client of the pool, as the shared query code sees it. */
export class PostgresConnection implements SqlConnection {
  constructor(private readonly client: PoolClient) {}

  async query(text: string, parameters: readonly unknown[]): Promise<SqlResult> {
    const { rows, rowCount } = await this.client.query<Record<string, unknown>>(text, [...parameters]);
    return { rows, affected: rowCount ?? 0 };
  }

  /** One or more statements without parameters, in one message. */
  async run(text: string): Promise<void> {
    await this.client.query(text);
  }

  /** A transaction in which a statement failed is rolled back by `commit`, which says so only in its tag. */
  async commit(): Promise<void> {
    const { command } = await this.client.query('commit');
    if (command !== 'COMMIT') throw new Error('a statement of the transaction failed: nothing was committed');
  }
}
