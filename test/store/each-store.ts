import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe } from 'vitest';
import { openPostgresStore } from '../../src/adapters/postgres/store.js';
import { openSqliteStore } from '../../src/adapters/sqlite/store.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { freshDatabase } from '../postgres.js';

/** A database of one describe block, made before its tests and removed after them. */
export interface StoreUnderTest {
  readonly database: 'sqlite' | 'postgres';
  /** The store of this block. */
  readonly store: Store;
  /** One more opener of the same database, as another process has; closed after the tests. */
  open(): Promise<Store>;
  /** Path (SQLite) or URL. */
  readonly location: string;
}

/** Runs a describe block on both databases, each with a fresh store: `under()` gives it, inside hooks and tests. */
export const eachStore = (name: string, fn: (under: () => StoreUnderTest) => void): void => {
  describe.each(['sqlite', 'postgres'] as const)(`${name} (%s)`, (database) => {
    const cleanups: (() => Promise<void>)[] = [];
    let made: StoreUnderTest | undefined;
    beforeAll(async () => {
      const place =
        database === 'sqlite' ? await freshFile() : { location: await freshDatabase(), remove: async () => undefined };
      cleanups.push(place.remove);
      const open = async () => {
        const store = await openStore(database, place.location);
        cleanups.push(() => store.close());
        return store;
      };
      made = { database, location: place.location, open, store: await open() };
    });
    afterAll(async () => {
      for (const clean of cleanups.reverse()) await clean();
    });
    fn(() => {
      if (made === undefined) throw new Error('the store is there inside hooks and tests only');
      return made;
    });
  });
};

export const openStore = (database: StoreUnderTest['database'], location: string): Promise<Store> =>
  database === 'sqlite' ? openSqliteStore({ path: location }) : openPostgresStore({ url: location });

/** A path for a database in a directory of its own. */
export const freshFile = async (): Promise<{ location: string; remove: () => Promise<void> }> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-store-'));
  return { location: join(dir, 'parley.db'), remove: () => rm(dir, { recursive: true, force: true }) };
};
