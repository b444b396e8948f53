import type { Connections } from '../../exchange/ports/store.js';
import { SqliteConnection } from './connection.js';

/** A read transaction may span awaits, so several may be open at once; more than these wait in the order of their calls. */
const READERS_MAX = 8;

/** Readers never wait for the writer, only for the short locks around recovery and checkpoints. */
const READER_BUSY_MS = 1_000;

/** Connections that cannot write, opened as they are needed. */
export class SqliteReaders {
  readonly #idle: SqliteConnection[] = [];
  readonly #waiting: ((connection: SqliteConnection) => void)[] = [];
  #open = 0;

  constructor(private readonly path: string) {}

  async take(): Promise<SqliteConnection> {
    const idle = this.#idle.pop();
    if (idle !== undefined) return idle;
    if (this.#open >= READERS_MAX) return new Promise((resolve) => this.#waiting.push(resolve));
    this.#open += 1;
    try {
      return this.#connect();
    } catch (error) {
      this.#open -= 1;
      throw error;
    }
  }

  giveBack(connection: SqliteConnection): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#idle.push(connection);
    else next(connection);
  }

  /** Replaces a connection that could not end its transaction. */
  discard(connection: SqliteConnection): void {
    connection.close();
    if (this.#waiting.length === 0) this.#open -= 1;
    else this.giveBack(this.#connect());
  }

  connections(): Connections {
    return { total: this.#open, idle: this.#idle.length, waiting: this.#waiting.length };
  }

  /** Closes what is idle; to be called when nothing is in use any more. */
  close(): void {
    for (const connection of this.#idle.splice(0)) connection.close();
    this.#open = 0;
  }

  #connect(): SqliteConnection {
    const connection = new SqliteConnection(this.path, READER_BUSY_MS);
    connection.run('pragma query_only = on');
    return connection;
  }
}
