import { execFileSync } from 'node:child_process';
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { lookAtFile } from '../crash/database.js';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, parley, serve } from '../program.js';
import { aftermath, exposedIds } from './aftermath.js';
import { foundNode, indicator } from './node.js';
import { Reading } from './reading.js';

const endings = endAfterEach();

/** A disk of so many bytes, or why there can be none. */
const smallDisk = async (bytes: number): Promise<{ readonly dir: string } | { readonly reason: string }> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-disk-'));
  endings.push(() => rm(dir, { recursive: true, force: true }));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes},mode=0700`, 'tmpfs', dir], { stdio: 'pipe' });
  } catch (error) {
    return { reason: String((error as { stderr?: Buffer }).stderr ?? error).trim() };
  }
  endings.push(async () => void execFileSync('umount', ['-l', dir]));
  return { dir };
};

/** Takes all the space that is left, and what comes free while files are replaced; gives what gives it back. */
const fill = async (dir: string): Promise<() => void> => {
  const path = join(dir, 'ballast');
  for (let round = 0; round < 3; round++) {
    await sleep(150);
    writeAll(path);
  }
  return () => rmSync(path);
};

const writeAll = (path: string): void => {
  const file = openSync(path, 'a');
  for (const bytes of [65_536, 4_096, 1]) {
    const block = Buffer.alloc(bytes);
    try {
      while (writeSync(file, block) === bytes);
    } catch {
      // no space for this much: try with less
    }
  }
  closeSync(file);
};

const linesOf = (from: number, to: number, more: object = {}): string =>
  Array.from({ length: to - from }, (_, at) => JSON.stringify({ ...JSON.parse(indicator(from + at)), ...more })).join('\n');

const importing = (dir: string, lines: string) => async (environment: Record<string, string>) => {
  const file = join(dir, 'lines.jsonl');
  await writeFile(file, lines);
  return parley(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);
};

const deliveriesIn = async (home: string): Promise<number> => {
  const look = lookAtFile(join(home, 'parley.db'));
  const [row] = await look.rows<{ count: number }>('select count(*) as count from delivery');
  await look.close();
  return row!.count;
};

describe('a full disk', () => {
  it('refuses what must be put on record, goes on with what is held, and all goes on when there is space', {
    timeout: 120_000,
  }, async (context) => {
    const disk = await smallDisk(16 * 1024 * 1024);
    if ('reason' in disk) {
      console.log(`not tested: this machine mounts no tmpfs for the tests: ${disk.reason}`);
      return context.skip();
    }
    const lines = await mkdtemp(join(tmpdir(), 'parley-lines-'));
    endings.push(() => rm(lines, { recursive: true, force: true }));
    const environment = { PARLEY_HOME: join(disk.dir, 'home') };
    // What an operator will find to throw away, later.
    await writeFile(join(disk.dir, 'old-logs'), Buffer.alloc(6 * 1024 * 1024));
    const node = await foundNode(environment, 'partner');
    expect((await importing(lines, linesOf(0, 500))(environment)).status).toBe(0);
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    const client = new Reading(node);
    const first = await client.page(running.url, '?limit=10');
    expect(first.ids).toHaveLength(10);

    const refused = await importing(lines, linesOf(1_000, 5_000, { description: 'lorem ipsum '.repeat(400) }))(environment);
    expect(refused.status).toBe(1);
    // Whichever file met the end of the disk first.
    expect(refused.stderr).toMatch(/^(home .*\n)?error (store-unavailable|home-unwritable): .*\n$/);

    const empty = await fill(disk.dir);
    let after = first.last;
    let page = first;
    for (let reads = 0; page.status === 200 && reads < 480; reads++) {
      page = await client.page(running.url, `?limit=1&added_after=${after}`);
      after = page.last ?? after;
    }
    expect(page.status).toBe(503);
    expect(page.body).not.toContain('indicator--');
    expect((await client.page(running.url, `?limit=7&added_after=${after}`)).status).toBe(503);
    const before = await deliveriesIn(environment.PARLEY_HOME);
    expect(await client.page(running.url, '?limit=10')).toEqual(first);
    expect((await client.page(running.url, '?limit=3')).status).toBe(200);
    expect(await deliveriesIn(environment.PARLEY_HOME)).toBe(before);
    expect([...client.statuses].sort()).toEqual([200, 503]);

    empty();
    await rm(join(disk.dir, 'old-logs'));
    expect((await client.page(running.url, `?limit=1&added_after=${after}`)).status).toBe(200);
    expect((await importing(lines, linesOf(600, 620))(environment)).status).toBe(0);
    const all = await client.follow(running.url, 300);
    expect(all.length).toBeGreaterThanOrEqual(520);
    expect(await running.end('SIGTERM')).toBe(0);
    const { exposed } = await aftermath(environment);
    expect(exposedIds(exposed)).toEqual(client.ids);
  });

  it('of the home alone, the database being elsewhere, loses nothing that was committed', {
    timeout: 120_000,
  }, async (context) => {
    const disk = await smallDisk(2 * 1024 * 1024);
    if ('reason' in disk) {
      console.log(`not tested: this machine mounts no tmpfs for the tests: ${disk.reason}`);
      return context.skip();
    }
    const lines = await mkdtemp(join(tmpdir(), 'parley-lines-'));
    endings.push(() => rm(lines, { recursive: true, force: true }));
    const environment = { PARLEY_HOME: join(disk.dir, 'home'), PARLEY_DATABASE_URL: await freshDatabase() };
    const node = await foundNode(environment, 'partner');
    expect((await importing(lines, linesOf(0, 60))(environment)).status).toBe(0);
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    const client = new Reading(node);
    const first = await client.page(running.url, '?limit=10');

    const empty = await fill(disk.dir);
    const refused = await parley(['participant', 'add', 'quillon', '--name', 'Quillon'], environment);
    expect(refused.status).toBe(1);
    expect(refused.stderr).toMatch(/^(home .*\n)?error home-unwritable: .*\n$/);
    const ids = await Promise.all(
      Array.from({ length: 4 }, () => client.page(running.url, `?limit=10&added_after=${first.last}`)),
    );
    for (const { status } of ids) expect([200, 503]).toContain(status);
    expect(await client.page(running.url, '?limit=10')).toEqual(first);

    empty();
    await client.follow(running.url, 7);
    await answerOf(['token', 'issue', 'meridian'], environment);
    expect(await running.end('SIGTERM')).toBe(0);
    const { exposed } = await aftermath(environment);
    expect(exposedIds(exposed)).toEqual(client.ids);
    expect(client.ids).toHaveLength(60);
  });
});
