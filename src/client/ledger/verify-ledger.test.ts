import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveTree, numberedEntries } from '../../../test/ledger/naive-tree.js';
import { aLeaf, filesOf, noteOf, ORIGIN, SIGNER, signerFrom, someLeaves, sourceOf } from '../../../test/ledger/published-log.js';
import { checkpointText } from '../../core/ledger/checkpoint.js';
import { type LedgerToVerify, verifyLedger } from './verify-ledger.js';

const keys = [SIGNER.key];

const verified = (entries: readonly Uint8Array[], more: Partial<LedgerToVerify> = {}, note = noteOf(entries)) =>
  verifyLedger({ source: sourceOf(filesOf(entries), note), keys, ...more });

/** The reason for which a ledger is refused; fails if it is not. */
const refusal = async (verifying: Promise<unknown>): Promise<string> => {
  const error: unknown = await verifying.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toMatchObject({ code: 'ledger-unverified' });
  return (error as { readonly details: { readonly reason: string } }).details.reason;
};

describe('a ledger', () => {
  it.each([0, 1, 2, 5, 255, 256, 257, 300, 512, 1_000])('of %i leaves verifies', async (size) => {
    const entries = someLeaves(size);
    const root = Buffer.from(new NaiveTree(entries).root(0, size)).toString('base64');
    expect(await verified(entries)).toEqual({ origin: ORIGIN, size, root });
  });

  it('hands on each entry in order, and how far it is', async () => {
    const entries = someLeaves(600);
    const seen: (readonly [number, Uint8Array])[] = [];
    const progress: (readonly [number, number])[] = [];
    await verified(entries, {
      onLeaf: (index, entry) => seen.push([index, entry.slice()]),
      onProgress: (leaves, size) => progress.push([leaves, size]),
    });
    expect(seen).toEqual(entries.map((entry, index) => [index, entry]));
    expect(progress).toEqual([
      [256, 600],
      [512, 600],
      [600, 600],
    ]);
  });

  it('may be named by its origin where its key has another name', async () => {
    const entries = someLeaves(3);
    const signer = signerFrom(new Uint8Array(32).fill(8), 'skerry.example');
    const order = { keys: [signer.key], origin: ORIGIN, since: noteOf(entries.slice(0, 2), signer) };
    expect(await verified(entries, order, noteOf(entries, signer))).toMatchObject({ origin: ORIGIN });
    expect(await refusal(verified(entries, { keys: [signer.key] }, noteOf(entries, signer)))).toBe(
      `the checkpoint: it is of \`${ORIGIN}\`, not of \`skerry.example\``,
    );
  });

  it('needs the signature of one of the keys only', async () => {
    const other = signerFrom(new Uint8Array(32).fill(9));
    expect(await verified(someLeaves(3), { keys: [other.key, SIGNER.key] })).toMatchObject({ size: 3 });
    expect(await refusal(verified(someLeaves(3), { keys: [other.key] }))).toBe('the checkpoint: none of the keys signed it');
    expect(await refusal(verified(someLeaves(3), { keys: [] }))).toBe('the checkpoint: none of the keys signed it');
  });

  it('is not asked for with a malformed key', async () => {
    await expect(verified(someLeaves(3), { keys: ['skerry.example'] })).rejects.toMatchObject({ code: 'note-malformed' });
  });

  it('does not verify with the checkpoint of another, though signed by its key', async () => {
    const entries = someLeaves(3);
    const note = noteOf(entries, SIGNER, 'skerry.example/own/other');
    expect(await refusal(verified(entries, {}, note))).toContain('skerry.example/own/other');
    expect(await refusal(verified(entries, { origin: 'skerry.example/common' }))).toContain('not of `skerry.example/common`');
  });

  it('passes on what its source says of a tile that is missing', async () => {
    const files = filesOf(someLeaves(300));
    files.delete('tile/0/000');
    await expect(verifyLedger({ source: sourceOf(files, noteOf(someLeaves(300))), keys })).rejects.toThrow('no tile/0/000');
  });
});

describe('the leaves of a ledger', () => {
  const at = Date.UTC(2026, 10, 24);

  it('may share a time and may not go back in it, unless that is allowed', async () => {
    const entries = [...someLeaves(299).map(() => aLeaf(1, at)), aLeaf(2, at - 1), aLeaf(3, at)];
    expect(await refusal(verified(entries))).toBe('tile/entries/001.p/45: leaf 299 is earlier than the one before it');
    expect(await verified(entries, { timesMayGoBack: true })).toMatchObject({ size: 301 });
  });

  it('are all of the form of a leaf', async () => {
    const entries = [...someLeaves(3), ...numberedEntries(1)];
    expect(await refusal(verified(entries))).toBe('tile/entries/000.p/4: leaf 3 is malformed');
  });
});

describe('an earlier checkpoint', () => {
  const entries = someLeaves(600);

  it.each([0, 1, 255, 256, 257, 511, 512, 599, 600])('of %i leaves is found in the ledger that grew from it', async (size) => {
    expect(await verified(entries, { since: noteOf(entries.slice(0, size)) })).toMatchObject({ size: 600 });
  });

  it.each([1, 256, 300, 512, 600])('of %i other leaves is not', async (size) => {
    const others = [...entries.slice(0, size - 1), aLeaf(0, Date.UTC(2026))];
    expect(await refusal(verified(entries, { since: noteOf(others) }))).toBe(
      `its first ${size} leaves are not those of the earlier checkpoint`,
    );
  });

  it('of no leaves has the root of no leaves', async () => {
    const since = SIGNER.sign(checkpointText({ origin: ORIGIN, size: 0, root: new Uint8Array(32) }));
    expect(await refusal(verified(entries, { since }))).toBe('its first 0 leaves are not those of the earlier checkpoint');
    expect(await refusal(verified([], { since }))).toBe('its first 0 leaves are not those of the earlier checkpoint');
  });

  it('of more leaves shows that the ledger shrank', async () => {
    expect(await refusal(verified(entries.slice(0, 500), { since: noteOf(entries) }))).toBe('it has 500 leaves and once had 600');
  });

  it('counts only if it is signed and of this ledger', async () => {
    const other = signerFrom(new Uint8Array(32).fill(9));
    expect(await refusal(verified(entries, { since: noteOf(entries, other) }))).toContain(
      'the earlier checkpoint: none of the keys',
    );
    expect(await refusal(verified(entries, { since: noteOf(entries, SIGNER, 'other') }))).toContain(
      'the earlier checkpoint: it is of',
    );
    expect(await refusal(verified(entries, { since: 'words' }))).toContain('the earlier checkpoint: not a signed note');
  });
});

describe('a single change', () => {
  const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
    bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte));
  const passes = (files: ReadonlyMap<string, Uint8Array>, note: string): Promise<boolean> =>
    verifyLedger({ source: sourceOf(files, note), keys, timesMayGoBack: true }).then(
      () => true,
      () => false,
    );

  it('of any bit of any file of a small ledger is found', async () => {
    const entries = someLeaves(5);
    const files = filesOf(entries);
    const note = noteOf(entries);
    expect(await passes(files, note)).toBe(true);
    const missed: string[] = [];
    for (const [path, bytes] of files) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        if (await passes(new Map(files).set(path, flipped(bytes, bit)), note)) missed.push(`${path} ${bit}`);
      }
    }
    expect(missed).toEqual([]);
  });

  it('of any byte of a checkpoint is found', async () => {
    const files = filesOf(someLeaves(5));
    const note = Buffer.from(noteOf(someLeaves(5)));
    const missed: number[] = [];
    for (let bit = 0; bit < note.length * 8; bit++) {
      if (await passes(files, Buffer.from(flipped(note, bit)).toString())) missed.push(bit);
    }
    expect(missed).toEqual([]);
  });

  it('of some byte of each file of a ledger with a tile of tiles is found, and told by its tile', async () => {
    const entries = someLeaves(65_536 + 300);
    const files = filesOf(entries);
    const note = noteOf(entries);
    expect(await passes(files, note)).toBe(true);
    const paths = ['tile/0/000', 'tile/0/255', 'tile/0/257.p/44', 'tile/1/000', 'tile/1/001.p/1', 'tile/2/000.p/1'];
    for (const path of paths) {
      const bytes = files.get(path)!;
      const source = sourceOf(new Map(files).set(path, flipped(bytes, bytes.length * 8 - 9)), note);
      const reason = `${path}: hash ${bytes.length / 32 - 1} does not follow from the entries`;
      expect(await refusal(verifyLedger({ source, keys }))).toBe(reason);
    }
  });

  it('of any file of a ledger with partial and full tiles is found: a bit, a byte less, a byte more, none', async () => {
    const entries = someLeaves(300);
    const files = filesOf(entries);
    const note = noteOf(entries);
    const changes = fc.constantFrom<(bytes: Uint8Array, place: number) => Uint8Array>(
      (bytes, place) => flipped(bytes, place % (bytes.length * 8)),
      (bytes) => bytes.slice(0, -1),
      (bytes) => bytes.slice(1),
      (bytes) => Uint8Array.of(...bytes, 0),
      (bytes) => Uint8Array.of(...bytes, ...bytes),
      () => new Uint8Array(0),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...files.keys()), changes, fc.nat(), async (path, change, place) => {
        expect(await passes(new Map(files).set(path, change(files.get(path)!, place)), note)).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it('of the size of a tile or bundle is told by its path', async () => {
    const entries = someLeaves(300);
    const files = filesOf(entries);
    const refusalWith = (path: string, bytes: Uint8Array) =>
      refusal(verifyLedger({ source: sourceOf(new Map(files).set(path, bytes), noteOf(entries)), keys }));
    expect(await refusalWith('tile/1/000.p/1', new Uint8Array(64))).toBe('tile/1/000.p/1 has 64 bytes, not 32');
    expect(await refusalWith('tile/entries/000', files.get('tile/entries/001.p/44')!)).toBe(
      'tile/entries/000 is not a bundle of 256 entries',
    );
  });

  it('of an entry, though all tiles follow from it, is told by the root', async () => {
    const entries = someLeaves(300);
    const forged = entries.map((entry, index) => (index === 7 ? aLeaf(8, Date.UTC(2026, 10, 24) + 7) : entry));
    const source = sourceOf(filesOf(forged), noteOf(entries));
    expect(await refusal(verifyLedger({ source, keys }))).toBe('the root of its 300 leaves is not the one that was signed');
  });
});
