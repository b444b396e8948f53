import { readdirSync, readFileSync, renameSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { documentOf, freshFolder, type Run, runLine } from './line-runner.js';

const { dir, drop } = freshFolder();
const home = join(dir, 'home');
const archive = join(dir, 'parley.gz');
const run = (...argv: string[]): Promise<Run> => runLine(argv, home);
const codeOf = async (...argv: string[]): Promise<unknown> => {
  const ran = await run(...argv, '--json');
  expect(ran.status).toBe(1);
  return documentOf<{ error: { code: string } }>(ran).error.code;
};
/** Takes the database away, so that the home is without one. */
const lose = (): void => renameSync(join(home, 'parley.db'), join(dir, 'lost.db'));

beforeAll(async () => {
  expect((await run('init', '--name', 'Northern Cell')).status).toBe(0);
});
afterAll(drop);

it('backup says what it wrote, for the owner alone, and overwrites nothing', async () => {
  const { status, out } = await run('backup', archive);
  expect(status).toBe(0);
  expect(out).toMatch(/^\S+parley\.gz: \d+ rows in \d+ bytes, host ledger of 2 leaves\n$/);
  expect(statSync(archive).mode & 0o777).toBe(0o600);
  const before = readFileSync(archive);
  expect(await codeOf('backup', archive)).toBe('file-exists');
  expect(readFileSync(archive).equals(before)).toBe(true);
});

it('backup leaves another backup of the same name alone, and nothing of its own behind where it cannot write', async () => {
  writeFileSync(join(dir, 'other.gz.part'), 'being written');
  expect(await codeOf('backup', join(dir, 'other.gz'))).toBe('file-exists');
  expect(readFileSync(join(dir, 'other.gz.part'), 'utf8')).toBe('being written');
  expect(await codeOf('backup', join(dir, 'missing', 'a.gz'))).toBe('file-unwritable');
  expect(readdirSync(dir).sort()).toEqual(['home', 'other.gz.part', 'parley.gz']);
});

it('a backup of a home that has no node leaves no file', async () => {
  const lost = join(dir, 'never.gz');
  lose();
  expect(await codeOf('backup', lost)).toBe('node-missing');
  expect(readdirSync(dir)).not.toContain('never.gz.part');
});

it('restore takes whole archives of this home only, and the way to ask is checked first', async () => {
  const cut = join(dir, 'cut.gz');
  writeFileSync(cut, readFileSync(archive));
  truncateSync(cut, statSync(cut).size - 20);
  expect(await codeOf('restore', cut)).toBe('archive-damaged');
  expect(await codeOf('restore', join(home, 'config.json'))).toBe('archive-damaged');
  expect(await codeOf('restore', join(dir, 'no.gz'))).toBe('file-unreadable');
  for (const argv of [
    ['restore', '-'],
    ['restore', archive, '--by', 'admin'],
    ['backup', '-', '--json'],
  ])
    expect((await run(...argv)).status).toBe(2);
  const other = join(dir, 'other');
  await runLine(['init', '--name', 'Southern Cell'], other);
  renameSync(join(other, 'parley.db'), join(dir, 'southern.db'));
  const foreign = await runLine(['restore', archive, '--json'], other);
  expect(documentOf(foreign)).toMatchObject({ error: { code: 'node-mismatch', details: { what: 'archive', home: other } } });
});

it('restore fills the empty database and says so; a second one is refused', async () => {
  const { status, out } = await runLine(['restore', archive], home);
  expect(status).toBe(0);
  expect(out).toMatch(/\d+ rows restored, host ledger of 2 leaves\n/);
  expect(documentOf(await run('operator', 'list', '--json'))).toMatchObject({ operators: [{ slug: 'admin' }] });
  expect(await codeOf('restore', archive)).toBe('node-taken');
});
