import { existsSync } from 'node:fs';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import { syncFolder } from './durable-file.js';

/**
 * Writes a file that was not there, for the owner's eyes alone; gives its size. It has its name only when all of it is on the
 * disk. What is written meanwhile is `FILE.part`: it goes when the source fails, and stays when this process is killed.
 *
 * Errors: `file-exists`, also for a `FILE.part`; `file-unwritable`; those of the source.
 */
export const writeNewFile = async (file: string, chunks: AsyncIterable<Uint8Array>): Promise<number> => {
  requireAbsent(file);
  const part = `${file}.part`;
  const handle = await opened(part);
  try {
    const bytes = await written(handle, part, chunks);
    requireAbsent(file);
    await onDisk(file, async () => {
      await rename(part, file);
      await syncFolder(dirname(file));
    });
    return bytes;
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
};

const requireAbsent = (file: string): void => {
  if (existsSync(file)) throw new ParleyError('file-exists', { file });
};

/** Nobody else writes the same part: only one can make it. */
const opened = async (part: string): Promise<FileHandle> => {
  requireAbsent(part);
  return onDisk(part, () => open(part, 'wx', 0o600));
};

const written = async (handle: FileHandle, part: string, chunks: AsyncIterable<Uint8Array>): Promise<number> => {
  let bytes = 0;
  try {
    for await (const chunk of chunks) {
      await onDisk(part, () => handle.appendFile(chunk));
      bytes += chunk.length;
    }
    await onDisk(part, () => handle.sync());
    return bytes;
  } finally {
    await handle.close();
  }
};

const onDisk = async <T>(file: string, act: () => Promise<T>): Promise<T> => {
  try {
    return await act();
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    throw new ParleyError('file-unwritable', { file, reason: REASONS[code ?? ''] ?? code ?? message }, { cause });
  }
};

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'you may not write there',
  ENOSPC: 'the disk is full',
  EEXIST: 'it is there already',
};
