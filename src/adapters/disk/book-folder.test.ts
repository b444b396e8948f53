import { mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cedarEngine } from '../cedar/engine.js';
import { readBookFolder, writeBookFolder } from './book-folder.js';

describe('a rule book folder', () => {
  let dir = '';
  beforeEach(async () => {
    dir = await mkdtemp(join(tmpdir(), 'parley-book-'));
  });
  afterEach(() => rm(dir, { recursive: true }));

  it('keeps what was written, and nothing that was there before', async () => {
    await writeFile(join(dir, 'old.cedar'), '');
    await writeBookFolder(dir, { 'a.cedar': 'a', 'views.json': '{}' });
    expect(await readBookFolder(dir)).toEqual({ 'a.cedar': 'a', 'views.json': '{}' });
  });

  it('leaves out what editors and people keep beside the rules', async () => {
    await writeBookFolder(dir, { 'a.cedar': 'a' });
    for (const name of ['.a.cedar.swp', 'README.md']) await writeFile(join(dir, name), 'x');
    expect(Object.keys(await readBookFolder(dir))).toEqual(['a.cedar']);
  });

  it('loses no forbid to a misspelt name: the check finds the file', async () => {
    const files = await readBookFolder('rulebook');
    await writeBookFolder(dir, files);
    await rm(join(dir, 'track.cedar'));
    await writeFile(join(dir, 'track.ceder'), files['track.cedar'] ?? '');
    const { problems } = cedarEngine().check(await readBookFolder(dir), { names: [], groups: new Map() });
    expect(problems).toMatchObject([{ file: 'track.ceder', code: 'unknown-file', severity: 'error' }]);
  });

  it('follows links', async () => {
    await writeFile(join(dir, 'real.md'), 'a');
    await symlink(join(dir, 'real.md'), join(dir, 'a.cedar'));
    expect(await readBookFolder(dir)).toEqual({ 'a.cedar': 'a' });
  });

  it('says what is missing in plain words', async () => {
    await expect(readBookFolder(join(dir, 'nowhere'))).rejects.toThrow('there is no such folder or file');
    await expect(readBookFolder(dir)).rejects.toThrow('it holds no file');
  });
});
