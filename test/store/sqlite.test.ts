import { execFile, fork } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openSqliteStore } from '../../src/adapters/sqlite/store.js';
import type { Store } from '../../src/exchange/ports/store.js';

let dir = '';

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-sqlite-'));
});

afterEach(() => rm(dir, { recursive: true, force: true }));

const counterProcess = resolve(import.meta.dirname, 'sqlite-counter.ts');

const nameOf = async (store: Store): Promise<string | undefined> => (await store.read(({ registry }) => registry.node()))?.name;

it('shares a database with real other processes: no update is lost, and each sees what the others sealed', async () => {
  const path = join(dir, 'parley.db');
  const store = await openSqliteStore({ path });
  const run = promisify(execFile);
  const others = Promise.all(
    ['a', 'b'].map((name) => run(process.execPath, ['--import', 'tsx', counterProcess, path, '40', name])),
  );
  for (let time = 0; time < 40; time += 1) {
    await store.seal(async ({ registry }) =>
      registry.setNode({ id: 'n', name: String(Number((await registry.node())?.name ?? 0) + 1) }),
    );
  }
  await others;
  expect(await nameOf(store)).toBe('120');
  await store.close();
});

it('keeps what was sealed when a process is killed, and loses what was not', async () => {
  const path = join(dir, 'parley.db');
  const child = fork(counterProcess, [path, '5', 'kill'], { execArgv: ['--import', 'tsx'], stdio: 'ignore' });
  const exit = new Promise((done) => child.once('exit', done));
  await new Promise<void>((sealed) => child.on('message', (message) => message === 'inside the sixth' && sealed()));
  child.kill('SIGKILL');
  await exit;
  const store = await openSqliteStore({ path });
  expect(await nameOf(store)).toBe('5');
  await store.seal(({ registry }) => registry.setNode({ id: 'n', name: '6' }));
  await store.close();
});

it('says that a lock held too long makes it unavailable, reads on, and recovers', async () => {
  const path = join(dir, 'parley.db');
  const store = await openSqliteStore({ path, lock_wait_ms: 60 });
  const holder = new Database(path);
  holder.exec('begin immediate');
  await expect(store.seal(({ registry }) => registry.addTrack('cyber'))).rejects.toMatchObject({ code: 'store-unavailable' });
  expect(await store.read(({ registry }) => registry.tracks())).toEqual([]);
  holder.exec('commit');
  holder.close();
  await store.seal(({ registry }) => registry.addTrack('cyber'));
  await store.close();
});

it('writes ahead, in full synchrony, with foreign keys', async () => {
  const path = join(dir, 'parley.db');
  const store = await openSqliteStore({ path });
  const look = new Database(path);
  expect(look.prepare('pragma journal_mode').all([])).toEqual([{ journal_mode: 'wal' }]);
  look.close();
  const orphan = store.seal(({ registry }) => registry.setTier(99, 'cyber', 'ally'));
  await expect(orphan).rejects.toThrow(/FOREIGN KEY/);
  await store.close();
});

it('refuses a database of a newer Parley', async () => {
  const path = join(dir, 'parley.db');
  await (await openSqliteStore({ path })).close();
  const newer = new Database(path);
  newer.exec("insert into schema_migration (name, timestamp) values ('0999-later', '2030-01-01T00:00:00.000Z')");
  newer.close();
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'schema-newer', details: { migration: '0999-later' } });
});

it('refuses a file that is no database, and a directory that is not there', async () => {
  const path = join(dir, 'parley.db');
  await writeFile(path, 'not a database at all, whatever its name says. '.repeat(200));
  await expect(openSqliteStore({ path })).rejects.toMatchObject({ code: 'store-refused' });
  await expect(openSqliteStore({ path: join(dir, 'none', 'parley.db') })).rejects.toMatchObject({ code: 'store-refused' });
});
