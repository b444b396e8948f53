import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import type { BookFiles } from '../../exchange/ports/books.js';

const isBookFile = (name: string): boolean => /\.(cedar|cedarschema|json)$/.test(name);

/** Reads the files of a rule book folder, by path relative to it. Errors: `rules-unreadable`. */
export const readBookFolder = async (dir: string): Promise<BookFiles> => {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const names = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length));
    const files = names.filter(isBookFile).sort();
    if (files.length === 0) throw new Error('it holds no .cedar file');
    return Object.fromEntries(
      await Promise.all(files.map(async (name) => [name, await readFile(join(dir, name), 'utf8')] as const)),
    );
  } catch (cause) {
    throw new ParleyError('rules-unreadable', { dir, reason: cause instanceof Error ? cause.message : String(cause) }, { cause });
  }
};

/** Makes the folder hold exactly these files of a book; other files in it stay. */
export const writeBookFolder = async (dir: string, files: BookFiles): Promise<void> => {
  await mkdir(dir, { recursive: true });
  const stale = (await readdir(dir)).filter((name) => isBookFile(name) && !(name in files));
  await Promise.all(stale.map((name) => rm(join(dir, name))));
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(dir, name)), { recursive: true });
    await writeFile(join(dir, name), text);
  }
};
