import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openPullState } from './pull-state.js';

const KEY = { url: 'https://lantern.example/api/collections/one/', into: 'a' };
const POSITION = { added_after: '2026-05-03T00:00:00.000000Z', next: 'n', limit: 5, reached: null };

let dir = '';
beforeEach(async () => {
  dir = join(await mkdtemp(join(tmpdir(), 'parley-pulls-')), 'pulls');
});
afterEach(() => rm(join(dir, '..'), { recursive: true, force: true }));

const onlyFile = async () => join(dir, (await readdir(dir))[0] ?? '');

describe('where a pull goes on', () => {
  it('is what was kept last, for each collection there and each here', async () => {
    const state = openPullState(dir);
    expect(await state.find(KEY)).toBeUndefined();
    await state.keep(KEY, { ...POSITION, next: null });
    await state.keep(KEY, POSITION);
    expect(await openPullState(dir).find(KEY)).toEqual(POSITION);
    for (const other of [
      { ...KEY, into: 'b' },
      { ...KEY, url: `${KEY.url}x/` },
    ])
      expect(await state.find(other)).toBeUndefined();
    expect(await readdir(dir)).toHaveLength(1);
  });

  it('is forgotten whole', async () => {
    const state = openPullState(dir);
    await state.forget();
    await state.keep(KEY, POSITION);
    await state.keep({ ...KEY, into: 'b' }, POSITION);
    await state.forget();
    expect(await state.find(KEY)).toBeUndefined();
    expect(await readdir(dir)).toEqual([]);
  });

  it('is for the owner alone', async () => {
    await openPullState(dir).keep(KEY, POSITION);
    expect((await stat(dir)).mode & 0o777).toBe(0o700);
    expect((await stat(await onlyFile())).mode & 0o777).toBe(0o600);
  });

  it.each([
    '',
    '{}',
    '{"added_after":5}',
    'null',
    JSON.stringify({ ...KEY, ...POSITION, limit: 0 }),
    JSON.stringify({ ...POSITION, ...KEY, into: 'b' }),
  ])('is never guessed: %s in its file is an error that names the file', async (text) => {
    const state = openPullState(dir);
    await state.keep(KEY, POSITION);
    const file = await onlyFile();
    expect(JSON.parse(await readFile(file, 'utf8'))).toEqual({ ...KEY, ...POSITION });
    await writeFile(file, text);
    await expect(state.find(KEY)).rejects.toMatchObject({ code: 'file-unreadable', details: { file } });
  });

  it('that cannot be written says so', async () => {
    await writeFile(dir, 'a file where the folder should be');
    await expect(openPullState(dir).keep(KEY, POSITION)).rejects.toMatchObject({ code: 'home-unwritable' });
  });
});
