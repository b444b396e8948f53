import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { checkpointIn } from '../../core/ledger/checkpoint.js';
import { hostGeneration } from '../../core/ledger/generation.js';
import type { Witness } from '../../exchange/ports/witness.js';
import { removeUnfinished, writeDurably } from './durable-file.js';

/**
 * `checkpoints/` of a home: the newest host checkpoint that was seen committed, in a file named by generation and size. So names
 * sort as their checkpoints follow on each other: a later generation however small, since the former one has ended; and several
 * processes that write side by side cannot take a checkpoint back.
 */
const FILE = /^host-\d{6}-\d{16}$/;

/** Before every other name. */
const NONE = '';

const nameOf = (note: string): string => {
  const { origin, size } = checkpointIn(note);
  return `host-${String(hostGeneration(origin)).padStart(6, '0')}-${String(size).padStart(16, '0')}`;
};

interface Kept {
  readonly name: string;
  readonly note: string;
}

export const openCheckpointFile = async (dir: string): Promise<Witness> => {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await removeUnfinished(dir);
  let newest = await newestIn(dir);
  /** The file of the newest note that is known to be on the disk. */
  let durable = newest?.name ?? NONE;
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    if (newest === undefined) return;
    const { name, note } = newest;
    await writeDurably(join(dir, name), note);
    // A later one, of another process, may have been met meanwhile.
    if (name <= durable) return;
    const former = durable;
    durable = name;
    if (former !== NONE) await rm(join(dir, former), { force: true });
  };

  return {
    last: () => newest?.note,
    keep: async (note) => {
      const name = nameOf(note);
      if (name > (newest?.name ?? NONE)) newest = { name, note };
      // Whoever comes while a note is being written shares the next write.
      while (durable < name) {
        writing ??= write().finally(() => {
          writing = undefined;
        });
        await writing;
      }
    },
    refresh: async () => {
      const known = newest?.name ?? NONE;
      if (((await namesIn(dir)).at(-1) ?? NONE) <= known) return false;
      const there = await newestIn(dir);
      if (there === undefined || there.name <= known) return false;
      newest = there;
      durable = there.name;
      return true;
    },
    restart: async (note) => {
      // The new note first: a home that is killed in between has both, and goes by the new one.
      const name = nameOf(note);
      await writeDurably(join(dir, name), note);
      await removeBehind(dir, name);
      newest = { name, note };
      durable = name;
    },
  };
};

/** From the oldest to the newest. */
const namesIn = async (dir: string): Promise<readonly string[]> => (await readdir(dir)).filter((name) => FILE.test(name)).sort();

const removeBehind = async (dir: string, name: string): Promise<void> => {
  for (const other of await namesIn(dir)) if (other < name) await rm(join(dir, other), { force: true });
};

/** Older ones go: a process left them when it was killed. */
const newestIn = async (dir: string): Promise<Kept | undefined> => {
  for (;;) {
    const name = (await namesIn(dir)).at(-1);
    if (name === undefined) return undefined;
    const note = await readFile(join(dir, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
    // Another process removed it: it has written a later one before, so look again.
    if (typeof note !== 'string') continue;
    await removeBehind(dir, name);
    return { name, note };
  }
};
