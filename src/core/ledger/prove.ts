import { TILE_WIDTH } from './tile.js';
import type { TreeHash } from './tree-hash.js';

/** Where the hashes of a tree's tiles can be read. */
export interface TileHashes {
  /** Hashes `[from, to)` of one level: of leaves at level 0, of full subtrees of 256^level leaves above. */
  hashes(level: number, from: number, to: number): Promise<readonly Uint8Array[]>;
}

/** The hash of the full subtree of 256^level leaves with this index, out of what was read. */
type NodeAt = (level: number, index: number) => Uint8Array;

/** PATH(m, D[n]) of RFC 6962 2.1.1. Throws a RangeError if there is no such leaf, or the tiles lack a hash. */
export const inclusionProof = async (
  hash: TreeHash,
  tiles: TileHashes,
  index: number,
  size: number,
): Promise<readonly Uint8Array[]> => {
  if (!isWithin(size, Number.MAX_SAFE_INTEGER) || !isWithin(index, size - 1))
    throw new RangeError(`no leaf ${index} in a tree of ${size}`);
  const nodeAt = await readTiles(tiles, size, [index]);
  const path = (from: number, to: number): Uint8Array[] => {
    if (to - from === 1) return [];
    const middle = middleOf(from, to);
    return index < middle
      ? [...path(from, middle), rootOfRange(hash, nodeAt, middle, to)]
      : [...path(middle, to), rootOfRange(hash, nodeAt, from, middle)];
  };
  return path(0, size);
};

/** PROOF(m, D[n]) of RFC 6962 2.1.2, for 0 < m <= n. Throws a RangeError if it is not so, or the tiles lack a hash. */
export const consistencyProof = async (
  hash: TreeHash,
  tiles: TileHashes,
  from: number,
  to: number,
): Promise<readonly Uint8Array[]> => {
  if (!isWithin(to, Number.MAX_SAFE_INTEGER) || !isWithin(from, to) || from === 0)
    throw new RangeError(`no consistency of ${from} leaves and ${to}`);
  const nodeAt = await readTiles(tiles, to, [from - 1]);
  // `known`: the subtree that begins here is the whole earlier tree, whose root the verifier has.
  const subproof = (begin: number, end: number, known: boolean): Uint8Array[] => {
    if (end === from) return known ? [] : [rootOfRange(hash, nodeAt, begin, end)];
    const middle = middleOf(begin, end);
    return from <= middle
      ? [...subproof(begin, middle, known), rootOfRange(hash, nodeAt, middle, end)]
      : [...subproof(middle, end, false), rootOfRange(hash, nodeAt, begin, middle)];
  };
  return subproof(0, to, true);
};

/** Root of the tree's first `size` leaves. Throws a RangeError if the tiles lack a hash. */
export const rootAt = async (hash: TreeHash, tiles: TileHashes, size: number): Promise<Uint8Array> => {
  if (!isWithin(size, Number.MAX_SAFE_INTEGER)) throw new RangeError(`${size} is not the size of a tree`);
  return size === 0 ? hash.empty : rootOfRange(hash, await readTiles(tiles, size, []), 0, size);
};

/**
 * Reads, at each level, the tiles that hold these leaves and the tile that the first `size` leaves end in: at most 256 hashes
 * each, in one call. All nodes of a proof are in them or follow from them, since whatever hangs off a path lies beside it in
 * its tile, or is made up of subtrees along the right edge.
 */
const readTiles = async (tiles: TileHashes, size: number, leaves: readonly number[]): Promise<NodeAt> => {
  const levels: Promise<ReadonlyMap<number, readonly Uint8Array[]>>[] = [];
  for (let level = 0, unit = 1; unit <= size; level += 1, unit *= TILE_WIDTH) {
    const count = Math.floor(size / unit);
    const wanted = [...leaves.map((leaf) => Math.floor(leaf / unit)), count].map((node) => Math.floor(node / TILE_WIDTH));
    levels.push(readLevel(tiles, level, count, new Set(wanted)));
  }
  const read = await Promise.all(levels);
  return (level, index) => {
    const found = read[level]?.get(Math.floor(index / TILE_WIDTH))?.[index % TILE_WIDTH];
    if (found === undefined) throw new RangeError(`the tiles lack hash ${index} of level ${level}`);
    return found;
  };
};

const readLevel = async (
  tiles: TileHashes,
  level: number,
  count: number,
  wanted: ReadonlySet<number>,
): Promise<ReadonlyMap<number, readonly Uint8Array[]>> => {
  const begun = [...wanted].filter((tile) => tile * TILE_WIDTH < count);
  const ends = (tile: number): number => Math.min((tile + 1) * TILE_WIDTH, count);
  return new Map(
    await Promise.all(begun.map(async (tile) => [tile, await tiles.hashes(level, tile * TILE_WIDTH, ends(tile))] as const)),
  );
};

/** MTH(D[from:to]); the range begins where a subtree of its size can begin. */
const rootOfRange = (hash: TreeHash, nodeAt: NodeAt, from: number, to: number): Uint8Array => {
  const level = levelOf(to - from);
  if (level !== undefined) return nodeAt(level, from / (to - from));
  const middle = middleOf(from, to);
  return hash.node(rootOfRange(hash, nodeAt, from, middle), rootOfRange(hash, nodeAt, middle, to));
};

/** The level of the tiles that hold the roots of subtrees with so many leaves, if any do. */
const levelOf = (leaves: number): number | undefined => {
  let level = 0;
  let unit = 1;
  while (unit < leaves) {
    unit *= TILE_WIDTH;
    level += 1;
  }
  return unit === leaves ? level : undefined;
};

/** RFC 6962 2.1: "let k be the largest power of two smaller than n". */
const middleOf = (from: number, to: number): number => {
  let k = 1;
  while (k * 2 < to - from) k *= 2;
  return from + k;
};

const isWithin = (value: number, max: number): boolean => Number.isSafeInteger(value) && value >= 0 && value <= max;
