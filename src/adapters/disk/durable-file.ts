import { randomUUID } from 'node:crypto';
import { open, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ParleyError } from '../../core/errors.js';

/** What a rename did is on the disk only when its directory is. */
export const syncFolder = async (dir: string): Promise<void> => {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

const UNFINISHED = /\.new-[0-9a-f-]{36}$/;
/** No write takes so long: whoever began it was killed. */
const UNFINISHED_MS_MAX = 60_000;

/** Removes what writes left in a folder that were killed before their end. */
export const removeUnfinished = async (dir: string): Promise<void> => {
  for (const name of (await readdir(dir)).filter((each) => UNFINISHED.test(each))) {
    const begun = await stat(join(dir, name)).catch(() => undefined);
    if (begun !== undefined && Date.now() - begun.mtimeMs > UNFINISHED_MS_MAX) await rm(join(dir, name), { force: true });
  }
};

/**
 * Replaces a file: readers see the old text or the new one, and when this has resolved, so does whoever comes after a power loss.
 * Errors: `home-unwritable`; the old text is there still.
 */
export const writeDurably = async (file: string, text: string): Promise<void> => {
  // Not by process id: those of two containers on one volume are often the same.
  const fresh = `${file}.new-${randomUUID()}`;
  try {
    await writeWhole(fresh, text);
    await rename(fresh, file);
    await syncFolder(dirname(file));
  } catch (cause) {
    await rm(fresh, { force: true }).catch(() => undefined);
    throw unwritable(file, cause);
  }
};

const writeWhole = async (file: string, text: string): Promise<void> => {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
};

/** What the disk says: full, read-only, broken. */
const unwritable = (file: string, cause: unknown): unknown => {
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string') return cause;
  return new ParleyError('home-unwritable', { file, reason: code }, { cause });
};
