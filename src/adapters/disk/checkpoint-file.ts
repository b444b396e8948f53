import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { parseCheckpoint } from '../../core/ledger/checkpoint.js';
import { hostGeneration } from '../../core/ledger/generation.js';
import { parseNote } from '../../core/ledger/signed-note.js';
import type { Witness } from '../../exchange/ports/witness.js';
import { removeUnfinished, writeDurably } from './durable-file.js';

/**
 * `checkpoints/` of a home: the newest host checkpoint that was seen committed, in a file named by its size, so that several
 * processes that write side by side cannot take it back.
 */
const FILE = /^host-(\d{16})$/;

const nameOf = (size: number): string => `host-${String(size).padStart(16, '0')}`;

const checkpointOf = (note: string) => parseCheckpoint(parseNote(note).text);
const sizeOf = (note: string): number => checkpointOf(note).size;

/** Of the same ledger and later, or of another: the home has begun anew. */
const isAhead = (there: string, newest: string): boolean => {
  const [one, other] = [checkpointOf(there), checkpointOf(newest)];
  return one.origin !== other.origin || one.size > other.size;
};

/** Of a later generation, however small, since the former one has ended; else larger. */
const isLater = (one: string, other: string): boolean => {
  const [mine, theirs] = [checkpointOf(one), checkpointOf(other)];
  const generations = hostGeneration(mine.origin) - hostGeneration(theirs.origin);
  return generations === 0 ? mine.size > theirs.size : generations > 0;
};

export const openCheckpointFile = async (dir: string): Promise<Witness> => {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await removeUnfinished(dir);
  let newest = await newestIn(dir);
  /** Every note up to this size is on the disk. */
  let durable = newest === undefined ? -1 : sizeOf(newest);
  let written = newest === undefined ? undefined : nameOf(durable);
  let writing: Promise<void> | undefined;

  const write = async (): Promise<void> => {
    const note = newest;
    if (note === undefined) return;
    const size = sizeOf(note);
    const name = nameOf(size);
    await writeDurably(join(dir, name), note);
    durable = size;
    if (written !== undefined && written < name) await rm(join(dir, written), { force: true });
    written = name;
  };

  const keep = async (note: string): Promise<void> => {
    const size = sizeOf(note);
    if (newest === undefined || sizeOf(newest) < size) newest = note;
    // Whoever comes while a note is being written shares the next write.
    while (durable < size) {
      writing ??= write().finally(() => {
        writing = undefined;
      });
      await writing;
    }
  };

  return {
    last: () => newest,
    keep,
    refresh: async () => {
      const name = (await readdir(dir))
        .filter((each) => FILE.test(each))
        .sort()
        .at(-1);
      if (name === undefined || name === written || (newest !== undefined && name === nameOf(sizeOf(newest)))) return false;
      const there = await newestIn(dir);
      if (there === undefined || (newest !== undefined && !isAhead(there, newest))) return false;
      newest = there;
      durable = sizeOf(there);
      written = nameOf(durable);
      return true;
    },
    restart: async (note) => {
      // The new note first: a home that is killed in between has both, and goes by the new one.
      const name = nameOf(sizeOf(note));
      await writeDurably(join(dir, name), note);
      for (const other of await notesIn(dir)) if (isLater(note, other.note)) await rm(join(dir, other.name), { force: true });
      newest = note;
      written = name;
      durable = sizeOf(note);
    },
  };
};

interface Kept {
  readonly name: string;
  readonly note: string;
}

/** Another process may remove what was listed: it has written a later one before, so look again. */
const notesIn = async (dir: string): Promise<readonly Kept[]> => {
  for (;;) {
    const names = (await readdir(dir)).filter((name) => FILE.test(name));
    const notes = await Promise.all(names.map((name) => noteOf(dir, name)));
    const kept = notes.filter((each) => each !== undefined);
    if (kept.length === names.length) return kept;
  }
};

const noteOf = async (dir: string, name: string): Promise<Kept | undefined> => {
  const note = await readFile(join(dir, name), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
  });
  return typeof note === 'string' ? { name, note } : undefined;
};

/** Those behind it go: a process left them when it was killed. */
const newestIn = async (dir: string): Promise<string | undefined> => {
  const kept = await notesIn(dir);
  const newest = kept.reduce<Kept | undefined>(
    (best, each) => (best === undefined || isLater(each.note, best.note) ? each : best),
    undefined,
  );
  if (newest === undefined) return undefined;
  for (const { name, note } of kept) if (isLater(newest.note, note)) await rm(join(dir, name), { force: true });
  return newest.note;
};
