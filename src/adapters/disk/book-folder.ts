import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import type { BookFiles } from '../../exchange/ports/books.js';

/**
 * Every file counts, so that a misspelt `.cedar` is found by the check and its forbids are not lost in silence. Hidden ones are
 * the editors' own, and Markdown is for people.
 */
const isBookFile = (name: string): boolean => !name.split('/').some((part) => part.startsWith('.')) && !name.endsWith('.md');

/** Reads the files of a rule book folder, by path relative to it. Errors: `rules-unreadable`. */
export const readBookFolder = async (dir: string): Promise<BookFiles> => {
  try {
    const entries = await readdir(dir, { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() || entry.isSymbolicLink());
    const names = files.map((entry) => join(entry.parentPath, entry.name).slice(join(dir, '/').length)).filter(isBookFile);
    if (names.length === 0) throw new Error('it holds no file');
    return Object.fromEntries(
      await Promise.all(names.sort().map(async (name) => [name, await readFile(join(dir, name), 'utf8')])),
    );
  } catch (cause) {
    throw new ParleyError('rules-unreadable', { dir, reason: reasonOf(cause) }, { cause });
  }
};

const reasonOf = (cause: unknown): string => {
  const { code, message } = cause as NodeJS.ErrnoException;
  if (code === 'ENOENT') return 'there is no such folder or file';
  if (code === 'ENOTDIR') return 'it is not a folder';
  return code ?? message;
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
