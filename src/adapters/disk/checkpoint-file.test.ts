import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointText } from '../../core/ledger/checkpoint.js';
import { formatNote, signatureLine } from '../../core/ledger/signed-note.js';
import { openCheckpointFile } from './checkpoint-file.js';

/** A checkpoint of this size; nothing here looks at signatures. */
const noteOf = (size: number, origin = 'parley/a/host'): string =>
  formatNote(checkpointText({ origin, size, root: new Uint8Array(32).fill(size) }), [
    signatureLine(origin, new Uint8Array(32), new Uint8Array(64)),
  ]);

const RECOVERED = 'parley/a/host/2';

const nameOf = (generation: number, size: number): string =>
  `host-${String(generation).padStart(6, '0')}-${String(size).padStart(16, '0')}`;

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-checkpoints-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

describe('the checkpoint that a home has seen', () => {
  it('is the newest one kept, and an older one changes nothing', async () => {
    const witness = await openCheckpointFile(dir);
    expect(witness.last()).toBeUndefined();
    for (const size of [3, 5, 4]) await witness.keep(noteOf(size));
    expect(witness.last()).toBe(noteOf(5));
    expect((await openCheckpointFile(dir)).last()).toBe(noteOf(5));
    expect(await readdir(dir)).toHaveLength(1);
  });

  it('is not taken back by another process that has seen less', async () => {
    const [one, other] = [await openCheckpointFile(dir), await openCheckpointFile(dir)];
    await one.keep(noteOf(7));
    await other.keep(noteOf(6));
    expect((await openCheckpointFile(dir)).last()).toBe(noteOf(7));
  });

  it('is on the disk when any of many that are kept at once has resolved', async () => {
    const witness = await openCheckpointFile(dir);
    const sizes = Array.from({ length: 40 }, (_, at) => at + 1);
    await Promise.all(
      sizes.map(async (size) => {
        await witness.keep(noteOf(size));
        const kept = (await readdir(dir)).map((name) => Number(name.slice('host-000001-'.length)));
        expect(Math.max(...kept.filter((each) => !Number.isNaN(each)))).toBeGreaterThanOrEqual(size);
      }),
    );
  });

  it('begins anew after a recovery, which other processes meet when they look again', async () => {
    const [one, other] = [await openCheckpointFile(dir), await openCheckpointFile(dir)];
    await one.keep(noteOf(9));
    await other.keep(noteOf(9));
    expect(await other.refresh()).toBe(false);
    await one.restart(noteOf(2, RECOVERED));
    expect(await other.refresh()).toBe(true);
    expect(other.last()).toBe(noteOf(2, RECOVERED));
    await other.keep(noteOf(3, RECOVERED));
    expect((await openCheckpointFile(dir)).last()).toBe(noteOf(3, RECOVERED));
  });

  it('of a recovery that was killed while it forgot the former ledger is the new one, whichever is larger', async () => {
    for (const size of [2, 9, 12]) {
      await writeFile(join(dir, nameOf(1, 9)), noteOf(9));
      await writeFile(join(dir, nameOf(2, size)), noteOf(size, RECOVERED));
      expect((await openCheckpointFile(dir)).last()).toBe(noteOf(size, RECOVERED));
      expect(await readdir(dir)).toEqual([nameOf(2, size)]);
      await rm(join(dir, nameOf(2, size)));
    }
  });

  it('of a recovery is never lost to who starts meanwhile, and remembers what others have seen since', async () => {
    for (let time = 0; time < 20; time++) {
      const one = await openCheckpointFile(dir);
      await one.keep(noteOf(9));
      await Promise.all([one.restart(noteOf(2, RECOVERED)), ...Array.from({ length: 6 }, () => openCheckpointFile(dir))]);
      expect((await openCheckpointFile(dir)).last()).toBe(noteOf(2, RECOVERED));
      await rm(join(dir, nameOf(2, 2)));
    }
    const [one, other] = [await openCheckpointFile(dir), await openCheckpointFile(dir)];
    await other.keep(noteOf(5, RECOVERED));
    await one.restart(noteOf(2, RECOVERED));
    expect((await openCheckpointFile(dir)).last()).toBe(noteOf(5, RECOVERED));
  });

  it('of a recovery is not taken back by a note of the former ledger that comes late, however large', async () => {
    const [one, other] = [await openCheckpointFile(dir), await openCheckpointFile(dir)];
    await one.keep(noteOf(9));
    await one.restart(noteOf(2, RECOVERED));
    expect(await other.refresh()).toBe(true);
    await other.keep(noteOf(11));
    expect(other.last()).toBe(noteOf(2, RECOVERED));
    expect((await openCheckpointFile(dir)).last()).toBe(noteOf(2, RECOVERED));
    expect(await readdir(dir)).toEqual([nameOf(2, 2)]);
  });

  it('of a recovery is met by a running process also while the former one is still there, or had the same size', async () => {
    for (const size of [2, 9]) {
      await writeFile(join(dir, nameOf(1, 9)), noteOf(9));
      const running = await openCheckpointFile(dir);
      await writeFile(join(dir, nameOf(2, size)), noteOf(size, RECOVERED));
      expect(await running.refresh()).toBe(true);
      expect(running.last()).toBe(noteOf(size, RECOVERED));
      await rm(join(dir, nameOf(2, size)));
    }
  });

  it('what a killed write left goes, what somebody may still be writing stays', async () => {
    const left = 'host-000001-0000000000000001.new-00000000-0000-4000-8000-000000000000';
    const fresh = 'host-000001-0000000000000002.new-00000000-0000-4000-8000-000000000000';
    for (const name of [left, fresh]) await writeFile(join(dir, name), 'half');
    await utimes(join(dir, left), 1, 1);
    const witness = await openCheckpointFile(dir);
    expect(await readdir(dir)).toEqual([fresh]);
    expect(witness.last()).toBeUndefined();
  });
});
