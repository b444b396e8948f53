import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveTree, numberedEntries } from '../../../test/ledger/naive-tree.js';
import { nodeSha256 } from '../../client/ledger/sha256.js';
import { consistencyProof, inclusionProof, rootAt, type TileHashes } from './prove.js';
import { treeHashOver } from './tree-hash.js';

/** By Node, as the whole of a tile is hashed for each proof. */
const HASH = treeHashOver(nodeSha256);
const SIZE_MAX = 600;
const naive = new NaiveTree(numberedEntries(SIZE_MAX));

/** Tiles over a naive tree, and what was read of them. */
const tilesOver = (tree: NaiveTree) => {
  const reads: (readonly [number, number, number])[] = [];
  const tiles: TileHashes = {
    hashes: (level, from, to) => {
      reads.push([level, from, to]);
      const unit = 256 ** level;
      return Promise.resolve(Array.from({ length: to - from }, (_, at) => tree.root((from + at) * unit, (from + at + 1) * unit)));
    },
  };
  return { tiles, reads };
};
const { tiles } = tilesOver(naive);

const hexOf = (proof: readonly Uint8Array[]): string => Buffer.concat(proof).toString('hex');

describe('proofs out of tiles', () => {
  it('are those of RFC 6962 for every leaf and every earlier size of some trees up to 600', async () => {
    for (const size of [1, 2, 3, 5, 8, 100, 256, 257, 600]) {
      expect(await rootAt(HASH, tiles, size)).toEqual(naive.root(0, size));
      for (let index = 0; index < size; index++) {
        const made = [await inclusionProof(HASH, tiles, index, size), await consistencyProof(HASH, tiles, index + 1, size)];
        const wanted = [naive.path(index, 0, size), naive.proof(index + 1, 0, size, true)];
        expect(made.map(hexOf), `leaf ${index} of ${size}`).toEqual(wanted.map(hexOf));
      }
    }
  });

  it('are those of RFC 6962 in a tree of three levels of tiles', async () => {
    const large = new NaiveTree(numberedEntries(66_000));
    const { tiles: ofLarge, reads } = tilesOver(large);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 60_000, max: 66_000 }), fc.nat({ max: 59_999 }), async (size, index) => {
        expect(await inclusionProof(HASH, ofLarge, index, size)).toEqual(large.path(index, 0, size));
        expect(await consistencyProof(HASH, ofLarge, index + 1, size)).toEqual(large.proof(index + 1, 0, size, true));
        expect(await rootAt(HASH, ofLarge, size)).toEqual(large.root(0, size));
      }),
      { numRuns: 50 },
    );
    expect(reads.length).toBeLessThanOrEqual(50 * 3 * 6);
    expect(reads.every(([, from, to]) => from < to && to - from <= 256 && from % 256 === 0)).toBe(true);
  });

  it('take two reads a level, and one where the leaf lies at the right edge', async () => {
    const readsOf = async (index: number, size: number) => {
      const { tiles: watched, reads } = tilesOver(naive);
      await inclusionProof(HASH, watched, index, size);
      return [...reads].sort(([level], [other]) => level - other);
    };
    expect(await readsOf(3, 600)).toEqual([
      [0, 0, 256],
      [0, 512, 600],
      [1, 0, 2],
    ]);
    expect(await readsOf(590, 600)).toEqual([
      [0, 512, 600],
      [1, 0, 2],
    ]);
  });

  it('of an older tree read nothing that came later', async () => {
    const { tiles: watched, reads } = tilesOver(naive);
    await rootAt(HASH, watched, 300);
    await inclusionProof(HASH, watched, 7, 300);
    await consistencyProof(HASH, watched, 200, 300);
    expect(reads.every(([level, , to]) => to * 256 ** level <= 300)).toBe(true);
  });

  it('of what is no leaf and no earlier tree are refused', async () => {
    for (const [index, size] of [
      [0, 0],
      [5, 5],
      [-1, 5],
      [0.5, 5],
      [0, 2 ** 53],
    ] as const) {
      await expect(inclusionProof(HASH, tiles, index, size)).rejects.toThrow(RangeError);
    }
    for (const [from, to] of [
      [0, 0],
      [0, 5],
      [6, 5],
      [-1, 5],
      [1.5, 5],
      [1, 2 ** 53],
    ] as const) {
      await expect(consistencyProof(HASH, tiles, from, to)).rejects.toThrow(RangeError);
    }
    await expect(rootAt(HASH, tiles, -1)).rejects.toThrow(RangeError);
  });

  it('are refused where the tiles lack a hash', async () => {
    const lacking: TileHashes = { hashes: async (level, from, to) => (await tiles.hashes(level, from, to)).slice(1) };
    await expect(rootAt(HASH, lacking, 300)).rejects.toThrow(RangeError);
  });

  it('have nothing to read of the empty tree', async () => {
    expect(await rootAt(HASH, tiles, 0)).toEqual(HASH.empty);
  });
});
