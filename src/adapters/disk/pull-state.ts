import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import { parsePullPosition } from '../../core/pull/pull-position.js';
import { isRecord } from '../../core/stix/json/json-value.js';
import type { PullKey, PullPositions } from '../../exchange/ports/pulls.js';
import { removeUnfinished, syncFolder, writeDurably } from './durable-file.js';

/** `pulls/` of a home: a JSON file for each collection that is pulled, named by a digest of where from and where to. */
export const openPullState = (dir: string): PullPositions => {
  const fileOf = ({ url, into }: PullKey): string =>
    join(
      dir,
      `${createHash('sha256')
        .update(JSON.stringify([url, into]))
        .digest('hex')}.json`,
    );
  return {
    find: async (key) => {
      const file = fileOf(key);
      const text = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
        if (cause.code === 'ENOENT') return undefined;
        throw new ParleyError('file-unreadable', { file, reason: cause.code ?? cause.message }, { cause });
      });
      if (text === undefined) return undefined;
      const position = positionIn(text, key);
      if (position) return position;
      // Never taken for a pull that has not begun: who reads everything again should know why.
      throw new ParleyError('file-unreadable', { file, reason: 'no pull wrote it: remove it to read the collection again' });
    },
    keep: async (key, position) => {
      await makeFolder(dir);
      const { url, into } = key;
      await writeDurably(fileOf(key), `${JSON.stringify({ url, into, ...position }, null, 2)}\n`);
    },
    forget: () =>
      onDisk(dir, async () => {
        if (!existsSync(dir)) return;
        for (const name of await readdir(dir)) await rm(join(dir, name), { force: true });
        await syncFolder(dir);
      }),
  };
};

const makeFolder = (dir: string): Promise<void> =>
  onDisk(dir, async () => {
    await mkdir(dir, { recursive: true, mode: 0o700 });
    await removeUnfinished(dir);
  });

const onDisk = async (dir: string, act: () => Promise<void>): Promise<void> => {
  try {
    await act();
  } catch (cause) {
    const reason = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
    throw new ParleyError('home-unwritable', { file: dir, reason }, { cause });
  }
};

const positionIn = (text: string, { url, into }: PullKey) => {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) && value.url === url && value.into === into ? parsePullPosition(value) : undefined;
  } catch {
    return undefined;
  }
};
