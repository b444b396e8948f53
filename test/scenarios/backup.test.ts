import { createWriteStream } from 'node:fs';
import { readdir, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, freshHome, parley, serve, start } from '../program.js';
import { fileOf, foundNode, indicator, namesIn, objectsAt, type SmallNode, setTier } from './node.js';

const endings = endAfterEach();

interface Taken {
  readonly rows: number;
  readonly bytes: number;
  readonly host_size: number;
}

type Environment = Record<string, string>;

const allNames = async (url: string, node: SmallNode): Promise<readonly string[]> => [
  ...(await namesIn(await objectsAt(url, node, '?limit=1000'))),
];

const relays = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from + 1 }, (_, at) => indicator(from + at));

const refusal = async (args: readonly string[], environment: Environment): Promise<unknown> => {
  const { status, stdout } = await parley([...args, '--json'], environment);
  expect(status).toBe(1);
  return (JSON.parse(stdout) as { error: { code: string } }).error.code;
};

/** Takes the node's database away, as if its disk were lost, and gives the environment with an empty one in its place. */
const lose = async (environment: Environment): Promise<Environment> => {
  if (environment.PARLEY_DATABASE_URL !== undefined) return { ...environment, PARLEY_DATABASE_URL: await freshDatabase() };
  const database = join(environment.PARLEY_HOME ?? '', 'parley.db');
  await rename(database, `${database}.lost-${(await readdir(environment.PARLEY_HOME ?? '')).length}`);
  return environment;
};

const keysOf = async (home: string): Promise<readonly Buffer[]> => {
  const names = (await readdir(join(home, 'keys'))).filter((name) => name.endsWith('.key'));
  const lines = await Promise.all(
    names.map(async (name) => (await readFile(join(home, 'keys', name), 'utf8')).trim().split('\n')),
  );
  return lines.flat().flatMap((hex) => {
    const bytes = Buffer.from(hex, 'hex');
    return [Buffer.from(hex), Buffer.from(bytes.toString('base64')), Buffer.from(bytes.toString('base64url')), bytes];
  });
};

it.each(['sqlite', 'postgres'] as const)(
  'a node on %s is backed up while it serves and imports, loses its database, and is what it was when it is restored',
  { timeout: 180_000 },
  async (database) => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    let environment: Environment = { PARLEY_HOME: home };
    if (database === 'postgres') environment.PARLEY_DATABASE_URL = await freshDatabase();
    const node = await foundNode(environment, 'partner');
    const first = await fileOf(home, 'first.jsonl', relays(1, 40));
    await answerOf(['import', first, '--collection', 'ics', '--label', 'tlp=green'], environment);
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    expect(await allNames(running.url, node)).toHaveLength(40);

    // While another process imports and the server discloses.
    const more = await fileOf(home, 'more.jsonl', relays(41, 1_540));
    const importing = answerOf(['import', more, '--collection', 'ics', '--label', 'tlp=green'], environment);
    const early = join(home, '..', 'early.gz');
    const [taken] = await Promise.all([
      answerOf<Taken & { file: string }>(['backup', early], environment),
      objectsAt(running.url, node, '?limit=500'),
    ]);
    expect(taken).toEqual({
      file: early,
      rows: expect.any(Number),
      bytes: (await stat(early)).size,
      host_size: expect.any(Number),
    });
    expect((await stat(early)).mode & 0o777).toBe(0o600);
    await importing;
    await objectsAt(running.url, node, '?limit=1000');

    const last = join(home, '..', 'last.gz');
    const { rows, host_size } = await answerOf<Taken>(['backup', last], environment);
    expect(await refusal(['backup', last], environment)).toBe('file-exists');
    const archive = gunzipSync(await readFile(last));
    for (const secret of await keysOf(home)) expect(archive.includes(secret)).toBe(false);
    const exposed = await parleyAnswer(environment);
    const before = await allNames(running.url, node);
    expect(await running.end('SIGTERM')).toBe(0);

    environment = await lose(environment);
    expect(await refusal(['restore', early], environment)).toBe('ledger-behind');
    expect(await answerOf<Taken>(['restore', last], environment)).toEqual({ rows, host_size });
    expect(await refusal(['restore', last], environment)).toBe('node-taken');
    const again = await serve(environment);
    endings.push(() => again.end('SIGKILL'));
    expect((await fetch(`${again.url}/readyz`)).status).toBe(200);
    expect(await allNames(again.url, node)).toEqual(before);
    expect(await parleyAnswer(environment)).toEqual(exposed);
    await setTier(environment, 'ally');
    expect(await again.end('SIGTERM')).toBe(0);

    // What came behind the last archive is lost now, and said to be so.
    environment = await lose(environment);
    expect(await refusal(['restore', last], environment)).toBe('ledger-behind');
    const ruling = ['--accept-loss', '--by', 'admin', '--reason', 'the disk is lost'];
    const { recovered } = await answerOf<{ recovered: { origin: string; lost: number } }>(
      ['restore', last, ...ruling],
      environment,
    );
    expect(recovered.origin).toMatch(/^parley\/.+\/host\/2$/);
    expect(recovered.lost).toBeGreaterThan(0);
    const anew = await serve(environment);
    endings.push(() => anew.end('SIGKILL'));
    expect(await allNames(anew.url, node)).toEqual(before);
  },
);

/** What the host's own commands tell of the node. */
const parleyAnswer = (environment: Environment) =>
  Promise.all([
    answerOf(['participant', 'list'], environment),
    answerOf(['token', 'list'], environment),
    answerOf(['explain', '--participant', 'meridian', '--object', JSON.parse(indicator(7)).id], environment),
  ]);

it('a restore that is killed half way leaves an empty database, and is run again; an archive goes through a pipe', {
  timeout: 120_000,
}, async () => {
  const { home, remove } = await freshHome();
  endings.push(remove);
  const environment = { PARLEY_HOME: home };
  await foundNode(environment, 'partner');
  const file = await fileOf(home, 'many.jsonl', relays(1, 8_000));
  await answerOf(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);
  const archive = join(home, '..', 'piped.gz');
  const backup = start(['backup', '-'], environment);
  await pipeline(backup.stdout ?? [], createWriteStream(archive));
  await lose(environment);
  const wal = join(home, 'parley.db-wal');
  const child = start(['restore', archive], environment);
  const ended = new Promise((end) => child.on('exit', (_, signal) => end(signal)));
  const isFilling = async () => (await stat(wal).catch(() => ({ size: 0 }))).size > 1_000_000;
  while (child.exitCode === null && !(await isFilling())) await new Promise((pass) => setTimeout(pass, 1));
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  const { rows } = await answerOf<Taken>(['restore', archive], environment);
  expect(rows).toBeGreaterThan(24_000);
});
