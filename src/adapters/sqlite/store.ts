import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections, Reader, Sealer, Store } from '../../exchange/ports/store.js';
import { Calls } from '../sql/calls.js';
import { isMigrated, migrate } from '../sql/migrate.js';
import { readerOn } from '../sql/reader.js';
import { sealerOn } from '../sql/sealer.js';
import { Serial } from '../sql/serial.js';
import { oneQueryOf, type Session, withSession } from '../sql/session.js';
import { SqliteConnection } from './connection.js';
import { sqliteDialect } from './dialect.js';
import { isBusy, sqliteError, sqliteOpenError } from './errors.js';
import { SqliteReaders } from './readers.js';

export interface SqliteSettings {
  /** The database file; made when it is missing, its directory is not. */
  readonly path: string;
  /** How long a writer waits for writers of other processes. */
  readonly lock_wait_ms?: number | undefined;
}

const LOCK_WAIT_MS = 30_000;

/** SQLite waits for a lock by blocking this thread, so the writer does not let it: it asks again later. */
const WRITER_BUSY_MS = 0;
const RETRY_MS_MAX = 20;

/** `pragma synchronous`: every commit is on the disk when it returns. */
const FULL = 2;

/** Opens the embedded database, made or migrated as needed. Throws `schema-newer`, `store-refused`, `store-unavailable`. */
export const openSqliteStore = async ({ path, lock_wait_ms = LOCK_WAIT_MS }: SqliteSettings): Promise<Store> => {
  const store = new SqliteStore(path, lock_wait_ms);
  try {
    await store.prepare();
    return store;
  } catch (error) {
    await store.close();
    throw sqliteOpenError(error);
  }
};

class SqliteStore implements Store {
  readonly #readers: SqliteReaders;
  readonly #seals = new Serial();
  readonly #calls = new Calls();
  #writer: SqliteConnection | undefined;

  constructor(
    private readonly path: string,
    private readonly lock_wait_ms: number,
  ) {
    this.#readers = new SqliteReaders(path);
  }

  /** WAL mode stays with the file. Two processes may meet here, so the switch is tried until the other is through. */
  async prepare(): Promise<void> {
    await this.#untilFree(() => this.#writerOpened());
    if (!(await this.#look(isMigrated))) await this.#write(migrate);
  }

  read<T>(look: (reader: Reader) => Promise<T>, how?: { readonly oneQuery: true }): Promise<T> {
    const use = (session: Session) => look(readerOn(session));
    return this.#calledFor(() => (how?.oneQuery ? this.#glance(use) : this.#look(use)));
  }

  seal<T>(write: (sealer: Sealer) => Promise<T>): Promise<T> {
    return this.#calledFor(() => this.#seals.run(() => this.#write((session) => write(sealerOn(session)))));
  }

  async unfitness(): Promise<string | undefined> {
    const { rows } = await this.#calledFor(async () => this.#writerOpened().query('pragma synchronous', []));
    const { synchronous } = rows[0] as { synchronous: number };
    return synchronous === FULL ? undefined : `pragma synchronous is ${synchronous}, not ${FULL}`;
  }

  connections(): Connections {
    return this.#readers.connections();
  }

  async close(): Promise<void> {
    await this.#calls.close();
    this.#readers.close();
    if (this.#writer !== undefined) checkpoint(this.#writer);
    this.#writer?.close();
    this.#writer = undefined;
  }

  async #calledFor<T>(call: () => Promise<T>): Promise<T> {
    try {
      return await this.#calls.run(call);
    } catch (error) {
      throw sqliteError(error);
    }
  }

  async #glance<T>(look: (session: Session) => Promise<T>): Promise<T> {
    const connection = await this.#readers.take();
    try {
      return await withSession(oneQueryOf(connection), sqliteDialect, look);
    } finally {
      this.#readers.giveBack(connection);
    }
  }

  /** The snapshot is taken at once: SQLite would take it with the first row read. */
  async #look<T>(look: (session: Session) => Promise<T>): Promise<T> {
    const connection = await this.#readers.take();
    try {
      connection.run('begin; select 1 from sqlite_schema limit 1');
      return await withSession(connection, sqliteDialect, look);
    } finally {
      if (hasEnded(connection, 'commit')) this.#readers.giveBack(connection);
      else this.#readers.discard(connection);
    }
  }

  async #write<T>(write: (session: Session) => Promise<T>): Promise<T> {
    const writer = await this.#untilFree(() => {
      const opened = this.#writerOpened();
      opened.run('begin immediate');
      return opened;
    });
    try {
      const result = await withSession(writer, sqliteDialect, write);
      writer.run('commit');
      return result;
    } finally {
      if (!hasEnded(writer, 'rollback')) {
        this.#writer = undefined;
        writer.close();
      }
    }
  }

  #writerOpened(): SqliteConnection {
    if (this.#writer !== undefined) return this.#writer;
    const writer = new SqliteConnection(this.path, WRITER_BUSY_MS);
    try {
      writer.run('pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on');
    } catch (error) {
      writer.close();
      throw error;
    }
    this.#writer = writer;
    return writer;
  }

  async #untilFree<T>(attempt: () => T): Promise<T> {
    const end = performance.now() + this.lock_wait_ms;
    for (let wait_ms = 1; ; wait_ms = Math.min(wait_ms * 2, RETRY_MS_MAX)) {
      try {
        return attempt();
      } catch (error) {
        if (!isBusy(error) || performance.now() + wait_ms > end) throw error;
      }
      await sleep(wait_ms);
    }
  }
}

/** Brings the write-ahead log into the file, so that after a stop the file alone is the database; another process may prevent it. */
const checkpoint = (connection: SqliteConnection): void => {
  try {
    connection.run('pragma wal_checkpoint(truncate)');
  } catch {
    // Whoever keeps the log busy will bring it in: nothing is lost.
  }
};

/** Ends a transaction that is still open; false when even that fails and the connection is of no more use. */
const hasEnded = (connection: SqliteConnection, by: 'commit' | 'rollback'): boolean => {
  try {
    if (connection.inTransaction) connection.run(by);
    return !connection.inTransaction;
  } catch {
    return false;
  }
};
