import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveTree, numberedEntries } from '../../../test/ledger/naive-tree.js';
import {
  appendLeaves,
  decodeFrontier,
  EMPTY_FRONTIER,
  encodeFrontier,
  type Frontier,
  rootOf,
  type TileNode,
} from './frontier.js';
import { TREE_HASH } from './tree-hash.js';

interface Case {
  readonly comment: string;
  readonly size: number;
  readonly root: string;
  readonly frontier: string;
}

const { cases } = JSON.parse(readFileSync(new URL('../../../vectors/ledger/roots.json', import.meta.url), 'utf8')) as {
  readonly cases: readonly Case[];
};

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const naive = new NaiveTree(numberedEntries(600));
const grownTo = (size: number): Frontier => appendLeaves(TREE_HASH, EMPTY_FRONTIER, naive.leafHashes.slice(0, size)).frontier;

describe('the root of a tree', () => {
  it.each(cases)('$comment', ({ size, root, frontier }) => {
    const grown = appendLeaves(TREE_HASH, EMPTY_FRONTIER, numberedEntries(size).map(TREE_HASH.leaf)).frontier;
    expect(grown.size).toBe(size);
    expect(base64(rootOf(TREE_HASH, grown))).toBe(root);
    expect(base64(encodeFrontier(grown))).toBe(frontier);
  });

  it('is that of RFC 6962 2.1 at every size up to 600, growing leaf by leaf', () => {
    let frontier = EMPTY_FRONTIER;
    for (let size = 0; size <= 600; size++) {
      expect(rootOf(TREE_HASH, frontier)).toEqual(naive.root(0, size));
      if (size < 600) frontier = appendLeaves(TREE_HASH, frontier, [naive.leafHashes[size]!]).frontier;
    }
  });
});

describe('appending', () => {
  it('gives the same tree and nodes in whatever chunks it is done', () => {
    const whole = appendLeaves(TREE_HASH, EMPTY_FRONTIER, naive.leafHashes);
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 300 }), { maxLength: 8 }), (cuts) => {
        let frontier = EMPTY_FRONTIER;
        const nodes: TileNode[] = [];
        for (const end of [...cuts.map((cut) => cut * 2), 600].sort((one, other) => one - other)) {
          const step = appendLeaves(TREE_HASH, frontier, naive.leafHashes.slice(frontier.size, end));
          frontier = step.frontier;
          nodes.push(...step.nodes);
        }
        expect({ frontier, nodes }).toEqual(whole);
      }),
    );
  });

  it('leaves the tree before as it was', () => {
    const before = grownTo(255);
    const kept = { size: 255, hashes: before.hashes.map((hash) => hash.slice()) };
    appendLeaves(TREE_HASH, before, naive.leafHashes.slice(255));
    expect(before).toEqual(kept);
  });

  it('tells the roots of full tiles of all levels, in the order they fill', () => {
    const tree = new NaiveTree(numberedEntries(65_536 + 256));
    const { nodes } = appendLeaves(TREE_HASH, EMPTY_FRONTIER, tree.leafHashes);
    const tiles = Array.from({ length: 257 }, (_, index) => ({
      level: 1,
      index,
      hash: tree.root(index * 256, (index + 1) * 256),
    }));
    const whole = { level: 2, index: 0, hash: tree.root(0, 65_536) };
    expect(nodes).toEqual([...tiles.slice(0, 256), whole, ...tiles.slice(256)]);
  });

  it('to a tree of more leaves than 32 bits count goes on with exact indexes', () => {
    const size = 2 ** 40 - 1;
    const hashes = Array.from({ length: 40 }, (_, place) => naive.leafHashes[place]!);
    const { frontier, nodes } = appendLeaves(TREE_HASH, { size, hashes }, [naive.leafHashes[40]!]);
    expect(frontier).toMatchObject({ size: 2 ** 40, hashes: [expect.any(Uint8Array)] });
    expect(nodes.map(({ level, index }) => [level, index])).toEqual([
      [1, 2 ** 32 - 1],
      [2, 2 ** 24 - 1],
      [3, 2 ** 16 - 1],
      [4, 2 ** 8 - 1],
      [5, 0],
    ]);
  });
});

describe('a frontier', () => {
  it('reads back from its bytes', () => {
    for (const size of [0, 1, 2, 3, 255, 256, 257, 599])
      expect(decodeFrontier(size, encodeFrontier(grownTo(size)))).toEqual(grownTo(size));
  });

  it.each([
    [6, 95],
    [6, 32],
    [6, 96],
    [0, 32],
    [1, 0],
    [-1, 0],
    [0.5, 32],
    [2 ** 53, 32],
  ])('of %i leaves has not %i bytes', (size, length) => {
    expect(() => decodeFrontier(size, new Uint8Array(length))).toThrow(RangeError);
  });
});
