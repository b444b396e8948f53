import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'libsql';
import type { SqlConnection, SqlResult } from '../sql/connection.js';

/** Prepared statements kept per connection. Lists travel as JSON, so the texts are few. */
const STATEMENTS_MAX = 256;

/** SQLite answers on this thread: after so long without a pause, others get their turn. */
const TURN_MS_MAX = 8;

/** When this thread last let others through. One for all connections: short transactions in a row are a long turn too. */
let turnBegan = performance.now();

interface Prepared {
  readonly statement: Database.Statement;
  readonly reads: boolean;
}

/** A connection through libsql, with its statements prepared once. */
export class SqliteConnection implements SqlConnection {
  readonly #database: Database.Database;
  readonly #prepared = new Map<string, Prepared>();

  constructor(path: string, busy_ms: number) {
    this.#database = new Database(path, { timeout: busy_ms });
  }

  async query(text: string, parameters: readonly unknown[]): Promise<SqlResult> {
    if (performance.now() - turnBegan > TURN_MS_MAX) {
      await nextTurn();
      turnBegan = performance.now();
    }
    const { statement, reads } = this.#prepare(text);
    try {
      if (reads) return { rows: withBytes(statement.all(bindable(parameters)) as Row[]), affected: 0 };
      return { rows: [], affected: statement.run(bindable(parameters)).changes };
    } catch (error) {
      // a statement that failed half-way may keep its cursor open, which would keep a transaction from ending
      this.#prepared.delete(text);
      throw error;
    }
  }

  /** One or more statements without parameters or rows, as `begin`. */
  run(text: string): void {
    this.#database.exec(text);
  }

  get inTransaction(): boolean {
    return this.#database.inTransaction;
  }

  close(): void {
    this.#prepared.clear();
    this.#database.close();
  }

  #prepare(text: string): Prepared {
    const kept = this.#prepared.get(text);
    if (kept !== undefined) return kept;
    const statement = this.#database.prepare(text);
    const prepared = { statement, reads: statement.reader };
    const [oldest] = this.#prepared.keys();
    if (oldest !== undefined && this.#prepared.size >= STATEMENTS_MAX) this.#prepared.delete(oldest);
    this.#prepared.set(text, prepared);
    return prepared;
  }
}

type Row = Record<string, unknown>;

/** libsql's `all` gives blobs as bare buffers, which have no bytes to look at. */
const withBytes = (rows: readonly Row[]): readonly Row[] => {
  for (const row of rows) {
    for (const name in row) {
      const value = row[name];
      if (value instanceof ArrayBuffer) row[name] = Buffer.from(value);
    }
  }
  return rows;
};

/** libsql ends the process on a boolean, so it must not come that far. */
const bindable = (parameters: readonly unknown[]): unknown[] => {
  if (parameters.some((value) => typeof value === 'boolean')) throw new TypeError('bind 0 or 1 instead of a boolean');
  return parameters as unknown[];
};
