import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { inject } from 'vitest';
import type { Store } from '../src/exchange/ports/store.js';
import { freshDatabase } from './postgres.js';
import { openStore, type StoreUnderTest } from './store/each-store.js';

/** A prepared database, of which copies are cheap: thousands of histories each begin on a store of their own. */
export interface Template {
  readonly fresh: () => Promise<{ readonly store: Store; readonly close: () => Promise<void> }>;
  readonly drop: () => Promise<void>;
}

export const templateOf = async (
  database: StoreUnderTest['database'],
  prepare: (store: Store) => Promise<void>,
): Promise<Template> => (database === 'sqlite' ? sqliteTemplate(prepare) : postgresTemplate(prepare));

const sqliteTemplate = async (prepare: (store: Store) => Promise<void>): Promise<Template> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-template-'));
  const original = join(dir, 'template.db');
  const store = await openStore('sqlite', original);
  await prepare(store);
  await store.close();
  let copies = 0;
  const fresh = async () => {
    const path = join(dir, `${copies++}.db`);
    await copyFile(original, path);
    const copy = await openStore('sqlite', path);
    const close = async () => {
      await copy.close();
      for (const suffix of ['', '-wal', '-shm']) await rm(`${path}${suffix}`, { force: true });
    };
    return { store: copy, close };
  };
  return { fresh, drop: () => rm(dir, { recursive: true, force: true, maxRetries: 5 }) };
};

const postgresTemplate = async (prepare: (store: Store) => Promise<void>): Promise<Template> => {
  const original = await freshDatabase();
  const store = await openStore('postgres', original);
  await prepare(store);
  await store.close();
  const nameOf = (url: string) => new URL(url).pathname.slice(1);
  let copies = 0;
  const fresh = async () => {
    const name = `${nameOf(original)}_${copies++}`;
    await onServer(`create database ${name} template ${nameOf(original)}`);
    const url = new URL(original);
    url.pathname = `/${name}`;
    const copy = await openStore('postgres', url.href);
    const close = async () => {
      await copy.close();
      await onServer(`drop database ${name} with (force)`);
    };
    return { store: copy, close };
  };
  return { fresh, drop: () => onServer(`drop database ${nameOf(original)} with (force)`) };
};

const onServer = async (statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('postgres_url') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};
