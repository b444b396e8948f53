import { randomUUID } from 'node:crypto';
import { open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

/** What a rename did is on the disk only when its directory is. */
export const syncFolder = async (dir: string): Promise<void> => {
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
};

/** Replaces a file: readers see the old text or the new one, and when this has resolved, so does whoever comes after a power loss. */
export const writeDurably = async (file: string, text: string): Promise<void> => {
  // Not by process id: those of two containers on one volume are often the same.
  const fresh = `${file}.new-${randomUUID()}`;
  const handle = await open(fresh, 'w', 0o600);
  try {
    await handle.writeFile(text);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(fresh, file);
  await syncFolder(dirname(file));
};
