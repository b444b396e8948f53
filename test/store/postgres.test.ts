import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openPostgresStore } from '../../src/adapters/postgres/store.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { freshDatabase } from '../postgres.js';
import { type PostgresServer, startPostgresServer } from '../postgres-server.js';

/** A server of this file's own, to be stopped under the store's feet. */
let server: PostgresServer;
let url = '';
let store: Store;

beforeAll(async () => {
  server = await startPostgresServer();
  url = await freshDatabase(server.url);
  store = await openPostgresStore({ url, lock_wait_ms: 300 });
});

afterAll(async () => {
  await store.close();
  await server.remove();
});

const unavailable = { code: 'store-unavailable', kind: 'unavailable' };
const addTrack = (name: string) => store.seal(({ registry }) => registry.addTrack(name));
const tracks = () => store.read(({ registry }) => registry.tracks());

const asAdministrator = async (text: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(text);
  await client.end();
};

it('is unavailable while the server is stopped, and recovers by itself', async () => {
  await addTrack('cyber');
  await server.stop();
  await expect(tracks()).rejects.toMatchObject(unavailable);
  await expect(addTrack('lost')).rejects.toMatchObject(unavailable);
  await expect(openPostgresStore({ url })).rejects.toMatchObject(unavailable);
  await server.start();
  expect(await tracks()).toEqual(['cyber']);
  await addTrack('finance');
  expect(await tracks()).toEqual(['cyber', 'finance']);
});

it('loses the seal and the read under way with the server, whole, and recovers', async () => {
  const inside: (() => void)[] = [];
  const both = new Promise<void>((resolve) => {
    let count = 0;
    inside.push(() => {
      count += 1;
      if (count === 2) resolve();
    });
  });
  const stopped = both.then(() => server.stop());
  const sealing = store.seal(async ({ registry }) => {
    await registry.addTrack('lost');
    inside[0]?.();
    await stopped;
    await registry.addTrack('lost too');
  });
  const looking = store.read(async ({ registry }) => {
    inside[0]?.();
    await stopped;
    return registry.tracks();
  });
  const ends = await Promise.allSettled([sealing, looking]);
  expect(ends.map((end) => end.status === 'rejected' && end.reason)).toMatchObject([unavailable, unavailable]);
  await server.start();
  expect(await tracks()).toEqual(['cyber', 'finance']);
});

it('survives connections that an administrator ends, idle or at work', async () => {
  await Promise.all(Array.from({ length: 5 }, tracks));
  await asAdministrator(
    'select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid() and datname = current_database()',
  );
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(await tracks()).toEqual(['cyber', 'finance']);
});

it('says that a lock held too long makes it unavailable, and recovers', async () => {
  const other = await openPostgresStore({ url });
  const ended = other.seal(async () => {
    await expect(addTrack('waiting')).rejects.toMatchObject(unavailable);
    expect(await tracks()).toEqual(['cyber', 'finance']);
  });
  await ended;
  await other.close();
  await addTrack('later');
  expect(await tracks()).toEqual(['cyber', 'finance', 'later']);
});

it('does not report a seal as done when one of its statements failed and the callback went on', async () => {
  const sealing = store.seal(async ({ registry }) => {
    await registry.addTrack('half');
    await registry.addTrack('cyber').catch(() => undefined);
  });
  await expect(sealing).rejects.toThrow('nothing was committed');
  expect(await tracks()).not.toContain('half');
});

it('refuses a wrong password and a database that is not there, saying which', async () => {
  const wrong = new URL(url);
  wrong.password = 'wrong';
  await expect(openPostgresStore({ url: wrong.href })).rejects.toMatchObject({ code: 'store-refused' });
  const absent = new URL(url);
  absent.pathname = '/absent';
  await expect(openPostgresStore({ url: absent.href })).rejects.toThrow('database "absent" does not exist');
});

it('refuses a database of a newer Parley', async () => {
  const newer = await freshDatabase(server.url);
  await (await openPostgresStore({ url: newer })).close();
  const client = new pg.Client({ connectionString: newer });
  await client.connect();
  await client.query("insert into schema_migration (name, timestamp) values ('0999-later', '2030-01-01T00:00:00.000Z')");
  await client.end();
  await expect(openPostgresStore({ url: newer })).rejects.toMatchObject({
    code: 'schema-newer',
    details: { migration: '0999-later' },
  });
});
