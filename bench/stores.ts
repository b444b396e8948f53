import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { cedarEngine } from '../src/adapters/cedar/engine.js';
import { readBookFolder } from '../src/adapters/disk/book-folder.js';
import { openPostgresStore } from '../src/adapters/postgres/store.js';
import { openSqliteStore } from '../src/adapters/sqlite/store.js';
import { FEED_SCHEME } from '../src/core/feed/scheme.js';
import { admit } from '../src/exchange/admit.js';
import { found } from '../src/exchange/found.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import type { Reader, Store } from '../src/exchange/ports/store.js';
import { fixedKeyring, rememberingWitness } from '../test/fixed-keys.js';

/** A new database on the server, by URL. */
export const newDatabase = async (server: string): Promise<string> => {
  const name = `bench_${randomBytes(6).toString('hex')}`;
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
};

/** Runs on a founded node with one collection on `cyber` and `partners` partners of tier `partner`, on a store of its own. */
export const onNode = async <T>(
  database: 'sqlite' | 'postgres',
  server: string,
  partners: number,
  act: (house: House) => Promise<T>,
): Promise<T> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const store: Store =
    database === 'sqlite'
      ? await openSqliteStore({ path: join(dir, 'parley.db') })
      : await openPostgresStore({ url: await newDatabase(server) });
  try {
    const house = houseOn(store);
    await found(house, {
      id: 'bench',
      name: 'Bench',
      operator: { slug: 'admin', name: 'Admin' },
      files: await readBookFolder('rulebook'),
    });
    const collection = { alias: 'load', title: 'Load', description: undefined, track: 'cyber', references: 'open' as const };
    await openCollection(house, { ...collection, writableBy: [], labels: {} });
    for (let number = 0; number < partners; number++) {
      const slug = `partner-${number}`;
      await admit(house, { slug, name: slug, groups: [], clearances: [], identities: [] });
      await moveTier(house, { participant: slug, track: 'cyber', tier: 'partner', by: 'admin', reason: 'bench' });
    }
    return await act(house);
  } finally {
    await store.close();
    await rm(dir, { recursive: true, force: true });
  }
};

const houseOn = (store: Store): House => ({
  store,
  engine: cedarEngine(),
  scheme: FEED_SCHEME,
  clock: Date.now,
  random: randomBytes,
  keyring: fixedKeyring(),
  witness: rememberingWitness(),
  alarm: (kind, detail) => {
    throw new Error(`alarm ${kind} ${JSON.stringify(detail)}`);
  },
});

/** The same store, as if everything had left before: what a node without a record of disclosures would do. For the bench alone. */
export const heldAlready = (store: Store): Store => ({
  read: (look, how) =>
    store.read((reader) => {
      const held: Reader['disclosures']['held'] = async (blocks) => blocks.map((block) => ({ ...block, ...ALL_BITS }));
      const disclosures = { get: () => ({ ...reader.disclosures, held }) };
      return look(Object.create(reader, { disclosures }) as Reader);
    }, how),
  seal: (write) => store.seal(write),
  unfitness: () => store.unfitness(),
  connections: () => store.connections(),
  close: () => store.close(),
});

const ALL_BITS = { content: new Uint8Array(512).fill(255), listing: new Uint8Array(512).fill(255) };
