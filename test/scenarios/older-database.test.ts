import { copyFile, cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { describe, expect, inject, it } from 'vitest';
import { lookAtServer } from '../crash/database.js';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, freshHome, parley, serve } from '../program.js';
import { aftermath, exposedIds } from './aftermath.js';
import { fileOf, foundNode, indicator } from './node.js';
import { Reading } from './reading.js';

type Environment = Record<string, string>;

const endings = endAfterEach();

const onServer = async (...statements: readonly string[]): Promise<void> => {
  const client = new pg.Client({ connectionString: inject('postgres_url') });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
};

const nameIn = (url: string): string => new URL(url).pathname.slice(1);
const urlOf = (url: string, name: string): string => {
  const other = new URL(url);
  other.pathname = `/${name}`;
  return other.href;
};

/** Copies of a database of nobody who runs, and ways to put them in its place. */
interface Vault {
  readonly environment: Environment;
  readonly copy: (name: string) => Promise<void>;
  readonly putBack: (name: string) => Promise<void>;
}

const sqliteVault = (home: string): Vault => {
  const suffixes = ['', '-wal', '-shm'];
  const move = async (from: string, to: string) => {
    for (const suffix of suffixes) {
      await rm(`${to}${suffix}`, { force: true });
      await copyFile(`${from}${suffix}`, `${to}${suffix}`).catch((error: NodeJS.ErrnoException) => {
        if (error.code !== 'ENOENT') throw error;
      });
    }
  };
  const [live, kept] = [join(home, 'parley.db'), (name: string) => join(home, '..', `${name}.db`)];
  return {
    environment: { PARLEY_HOME: home },
    copy: (name) => move(live, kept(name)),
    putBack: (name) => move(kept(name), live),
  };
};

const postgresVault = async (home: string): Promise<Vault> => {
  const url = await freshDatabase();
  const live = nameIn(url);
  return {
    environment: { PARLEY_HOME: home, PARLEY_DATABASE_URL: url },
    copy: (name) => onServer(`create database ${live}_${name} template ${live}`),
    putBack: (name) => onServer(`drop database ${live} with (force)`, `create database ${live} template ${live}_${name}`),
  };
};

const importLines = async (environment: Environment, name: string, from: number, to: number): Promise<void> => {
  const lines = Array.from({ length: to - from }, (_, at) => indicator(from + at));
  const file = await fileOf(environment.PARLEY_HOME!, name, lines);
  await answerOf(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);
};

/** Everything that an operator may try: each says what is the matter, and none begins. */
const refusedWith = async (code: string, environment: Environment, tried = 6): Promise<void> => {
  const commands = [
    ['serve'],
    ['token', 'list'],
    ['participant', 'list'],
    ['token', 'issue', 'meridian'],
    ['preview', '--participant', 'meridian', '--collection', 'ics'],
    ['import', join(environment.PARLEY_HOME!, '..', 'a.jsonl'), '--collection', 'ics'],
  ];
  const outcomes = await Promise.all(
    commands.slice(0, tried).map((command) => parley(command, { ...environment, PARLEY_PORT: '0' })),
  );
  for (const [at, { status, stdout, stderr }] of outcomes.entries()) {
    expect(status, commands[at]?.join(' ')).toBe(1);
    expect(stdout).toBe('');
    expect(stderr).toMatch(new RegExp(`^error ${code}: `, 'm'));
  }
};

describe.each(['sqlite', 'postgres'] as const)('another database under a home, on %s', (database) => {
  const vaultOf = async (home: string) => (database === 'sqlite' ? sqliteVault(home) : postgresVault(home));

  it('an older one is refused by every command, and the newest one goes on', { timeout: 120_000 }, async () => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    const { environment, copy, putBack } = await vaultOf(home);
    const node = await foundNode(environment, 'partner');
    await importLines(environment, 'a.jsonl', 0, 20);
    await copy('older');
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    const client = new Reading(node);
    expect(await client.follow(running.url, 7)).toHaveLength(20);
    expect(await running.end('SIGTERM')).toBe(0);
    await copy('newest');

    await putBack('older');
    await refusedWith('ledger-behind', environment);
    await putBack('newest');
    const again = await serve(environment);
    endings.push(() => again.end('SIGKILL'));
    expect(await client.follow(again.url, 7)).toHaveLength(20);
    expect(await again.end('SIGTERM')).toBe(0);
    expect(exposedIds((await aftermath(environment)).exposed)).toEqual(client.ids);
  });

  it('one of the same size and another history is refused', { timeout: 120_000 }, async () => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    const { environment, copy, putBack } = await vaultOf(home);
    await foundNode(environment, 'partner');
    await importLines(environment, 'a.jsonl', 0, 5);
    await copy('before');
    // A second home beside, of the same node: it does not see what the first one sees from here on.
    const twin = { ...environment, PARLEY_HOME: join(home, '..', 'twin') };
    await cp(home, twin.PARLEY_HOME, { recursive: true });
    await answerOf(['token', 'issue', 'meridian'], environment);
    await copy('first');

    await putBack('before');
    if (database === 'sqlite') await copyFile(join(home, '..', 'before.db'), join(twin.PARLEY_HOME, 'parley.db'));
    await answerOf(['token', 'issue', 'meridian'], twin);
    if (database === 'sqlite') await copyFile(join(twin.PARLEY_HOME, 'parley.db'), join(home, 'parley.db'));
    await refusedWith('ledger-forked', environment);
    await answerOf(['token', 'issue', 'meridian'], twin);
    if (database === 'sqlite') await copyFile(join(twin.PARLEY_HOME, 'parley.db'), join(home, 'parley.db'));
    await refusedWith('ledger-forked', environment, 2);
    await putBack('first');
    await answerOf(['token', 'issue', 'meridian'], environment);
    await aftermath(environment);
  });
});

it('a database that is exchanged under a running server gets no signature and no new disclosure', {
  timeout: 120_000,
}, async () => {
  const { home, remove } = await freshHome();
  endings.push(remove);
  const { environment, copy } = await postgresVault(home);
  const node = await foundNode(environment, 'partner');
  await importLines(environment, 'a.jsonl', 0, 30);
  await copy('older');
  const url = environment.PARLEY_DATABASE_URL!;
  const [live, older, kept] = [nameIn(url), `${nameIn(url)}_older`, `${nameIn(url)}_kept`];
  const running = await serve(environment);
  endings.push(() => running.end('SIGKILL'));
  const client = new Reading(node);
  const first = await client.page(running.url, '?limit=10');
  expect(first.ids).toHaveLength(10);

  const cut = (name: string) =>
    `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${name}' and pid <> pg_backend_pid()`;
  await onServer(
    `alter database ${live} allow_connections false`,
    cut(live),
    `alter database ${live} rename to ${kept}`,
    `alter database ${older} rename to ${live}`,
  );
  const sizes = async () => {
    const look = await lookAtServer(urlOf(url, live));
    const rows = await look.rows('select origin, size, checkpoint from ledger order by num');
    await look.close();
    return rows;
  };
  const before = await sizes();
  for (const query of ['?limit=10', `?limit=5&added_after=${first.last}`, '?limit=30']) {
    const { status, body } = await answered(client, running.url, query);
    expect(status, query).toBe(503);
    expect(body).not.toContain('indicator--');
  }
  expect((await fetch(`${running.url}/readyz`)).status).toBe(503);
  await refusedWith('ledger-behind', environment);
  expect(await sizes()).toEqual(before);

  await onServer(
    cut(live),
    `alter database ${live} rename to ${older}`,
    `alter database ${kept} rename to ${live}`,
    `alter database ${live} allow_connections true`,
  );
  expect(await client.follow(running.url, 9)).toHaveLength(30);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  expect(await running.end('SIGTERM')).toBe(0);
  expect(exposedIds((await aftermath(environment)).exposed)).toEqual(client.ids);
});

/** Connections that were cut may each cost one request. */
const answered = async (client: Reading, base: string, query: string) => {
  for (let tries = 0; ; tries++) {
    const page = await client.page(base, query);
    if (page.status !== 0 || tries > 10) return page;
  }
};
