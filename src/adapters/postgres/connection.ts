import type { PoolClient } from 'pg';
import type { SqlConnection, SqlResult } from '../sql/connection.js';

/** A client of the pool, as the shared query code sees it. */
export class PostgresConnection implements SqlConnection {
  /** `prepared`: for texts that come again and again, the server keeps what it has planned. */
  constructor(
    private readonly client: PoolClient,
    private readonly prepared = false,
  ) {}

  async query(text: string, parameters: readonly unknown[]): Promise<SqlResult> {
    const query = { text, values: [...parameters], ...(this.prepared ? { name: nameOf(text) } : {}) };
    const { rows, rowCount } = await this.client.query<Record<string, unknown>>(query);
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

const names = new Map<string, string>();

/** PostgreSQL cuts names after 63 characters, so a text cannot be its own name. */
const nameOf = (text: string): string => {
  const name = names.get(text) ?? `parley-${names.size}`;
  names.set(text, name);
  return name;
};
