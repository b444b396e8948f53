import pg from 'pg';
import type { Connections, Reader, Sealer, Store } from '../../exchange/ports/store.js';
import { Calls } from '../sql/calls.js';
import { isMigrated, migrate } from '../sql/migrate.js';
import { readerOn } from '../sql/reader.js';
import { sealerOn } from '../sql/sealer.js';
import { Serial } from '../sql/serial.js';
import { oneQueryOf, type Session, withSession } from '../sql/session.js';
import { PostgresConnection } from './connection.js';
import { postgresDialect } from './dialect.js';
import { postgresError } from './errors.js';

export interface PostgresSettings {
  readonly url: string;
  /** Connections at most; seals of one process share one of them. */
  readonly pool_max?: number | undefined;
  /** How long a writer waits for writers of other processes. */
  readonly lock_wait_ms?: number | undefined;
}

const POOL_MAX = 10;
const LOCK_WAIT_MS = 30_000;
const CONNECT_MS_MAX = 5_000;

/** The advisory lock of the single writer; locks are per database, so the number only has to differ from other programs'. */
const SEAL_LOCK = '7420190320150510';

/** Sent with the first statement in one message: the snapshot is taken at once, not with the first row read. */
const BEGIN_READ = 'begin isolation level repeatable read read only; select 1';

/**
 * Read committed: what is read after the lock was granted was committed before it was. `synchronous_commit` is raised where it is
 * lower than `on`, and left where it is higher.
 */
const beginSeal = (lock_wait_ms: number): string =>
  `begin isolation level read committed; set local lock_timeout = ${lock_wait_ms};
   select set_config('synchronous_commit', 'on', true) where current_setting('synchronous_commit') <> 'remote_apply';
   select pg_advisory_xact_lock(${SEAL_LOCK})`;

const INT8 = 20;

/** int8, so count() too, as a number: Parley's numbers and instants stay far below 2^53. For this pool only. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    oid === INT8 ? Number : pg.types.getTypeParser(oid, format as 'text')) as typeof pg.types.getTypeParser,
};

/** Opens a PostgreSQL database, migrated as needed. Throws `schema-newer`, `store-refused`, `store-unavailable`. */
export const openPostgresStore = async ({
  url,
  pool_max = POOL_MAX,
  lock_wait_ms = LOCK_WAIT_MS,
}: PostgresSettings): Promise<Store> => {
  const settings = { connectionString: url, max: pool_max, connectionTimeoutMillis: CONNECT_MS_MAX, keepAlive: true, types };
  const store = new PostgresStore(new pg.Pool({ ...settings, application_name: 'parley' }), lock_wait_ms);
  try {
    await store.prepare();
    return store;
  } catch (error) {
    await store.close();
    throw postgresError(error);
  }
};

class PostgresStore implements Store {
  readonly #seals = new Serial();
  readonly #calls = new Calls();
  #ended: Promise<void> | undefined;

  constructor(
    private readonly pool: pg.Pool,
    private readonly lock_wait_ms: number,
  ) {
    // a connection may break while nobody asks it anything; whoever asks next is told, so there is nothing to do here
    pool.on('error', () => undefined);
    pool.on('connect', (client) => client.on('error', () => undefined));
  }

  async prepare(): Promise<void> {
    if (!(await this.#transact(BEGIN_READ, isMigrated))) await this.#transact(beginSeal(this.lock_wait_ms), migrate);
  }

  read<T>(look: (reader: Reader) => Promise<T>, how?: { readonly oneQuery: true }): Promise<T> {
    const use = (session: Session) => look(readerOn(session));
    return this.#calls.run(() => (how?.oneQuery ? this.#glance(use) : this.#transact(BEGIN_READ, use, 'after')));
  }

  /** Seals queue here and not in the database, so that they never hold more than one of the connections that reads need. */
  seal<T>(write: (sealer: Sealer) => Promise<T>): Promise<T> {
    const sealed = () => this.#transact(beginSeal(this.lock_wait_ms), (session) => write(sealerOn(session)));
    return this.#calls.run(() => this.#seals.run(sealed));
  }

  /** What the server does on its own account: a seal raises it for itself, but a failover takes what the server has flushed. */
  unfitness(): Promise<string | undefined> {
    return this.#calls.run(() =>
      this.#transact(BEGIN_READ, async ({ connection }) => {
        const { rows } = await connection.query("select current_setting('synchronous_commit') as level", []);
        const { level } = rows[0] as { level: string };
        return ['on', 'remote_apply'].includes(level) ? undefined : `synchronous_commit is ${level}, not on`;
      }),
    );
  }

  connections(): Connections {
    return { total: this.pool.totalCount, idle: this.pool.idleCount, waiting: this.pool.waitingCount };
  }

  close(): Promise<void> {
    this.#ended ??= this.#calls.close().then(() => this.pool.end());
    return this.#ended;
  }

  async #glance<T>(use: (session: Session) => Promise<T>): Promise<T> {
    let client: pg.PoolClient | undefined;
    try {
      client = await this.pool.connect();
      const result = await withSession(oneQueryOf(new PostgresConnection(client, true)), postgresDialect, use);
      client.release();
      return result;
    } catch (error) {
      client?.release(true);
      throw postgresError(error);
    }
  }

  async #transact<T>(begin: string, use: (session: Session) => Promise<T>, commit: 'before' | 'after' = 'before'): Promise<T> {
    try {
      return await transact(await this.pool.connect(), begin, use, commit);
    } catch (error) {
      throw postgresError(error);
    }
  }
}

/** `commit: 'after'` is for reads: their answer is there before the transaction ends, so its end is not waited for. */
const transact = async <T>(
  client: pg.PoolClient,
  begin: string,
  use: (session: Session) => Promise<T>,
  commit: 'before' | 'after',
): Promise<T> => {
  const connection = new PostgresConnection(client);
  try {
    await connection.run(begin);
    const result = await withSession(connection, postgresDialect, use);
    if (commit === 'before') await connection.commit();
    giveBack(client, commit === 'before' ? Promise.resolve() : connection.run('commit'));
    return result;
  } catch (error) {
    const rolledBack = connection.run('rollback');
    giveBack(client, rolledBack);
    await rolledBack.catch(() => undefined);
    throw error;
  }
};

/** A connection that may still be inside its transaction is not given to the next caller. */
const giveBack = (client: pg.PoolClient, ended: Promise<void>): void => {
  ended.then(
    () => client.release(),
    () => client.release(true),
  );
};
