import { HASH_LENGTH, type TreeHash } from './tree-hash.js';

/** The right edge of a growing tree: all that is needed to append to it and to know its root. */
export interface Frontier {
  /** Leaves. */
  readonly size: number;
  /** Roots of the full subtrees that the leaves fall into, largest first: one for each 1 in the binary size. */
  readonly hashes: readonly Uint8Array[];
}

/** The root of the full subtree over the leaves from `index * 256^level` on, `256^level` of them. */
export interface TileNode {
  /** From 1; level 0 would be the leaves. */
  readonly level: number;
  readonly index: number;
  readonly hash: Uint8Array;
}

/** A tile is a subtree of height 8 (C2SP tlog-tiles). */
const TILE_HEIGHT = 8;

export const EMPTY_FRONTIER: Frontier = { size: 0, hashes: [] };

/** The root of the tree: the subtrees joined from the smallest to the largest. */
export const rootOf = (hash: TreeHash, { hashes }: Frontier): Uint8Array =>
  hashes.length === 0 ? hash.empty : hashes.reduceRight((smaller, larger) => hash.node(larger, smaller));

/** The tree with more leaves, given by their leaf hashes, and the nodes of its tiles that became final, in that order. */
export const appendLeaves = (
  hash: TreeHash,
  frontier: Frontier,
  leafHashes: readonly Uint8Array[],
): { readonly frontier: Frontier; readonly nodes: readonly TileNode[] } => {
  const edge = [...frontier.hashes];
  const nodes: TileNode[] = [];
  let size = frontier.size;
  for (const leafHash of leafHashes) {
    let subtree = leafHash;
    let height = 0;
    let index = size;
    // A subtree with an odd index has its left sibling at the end of the edge. No bit operations: sizes may exceed 32 bits.
    while (index % 2 === 1) {
      subtree = hash.node(edge.pop() as Uint8Array, subtree);
      height += 1;
      index = (index - 1) / 2;
      if (height % TILE_HEIGHT === 0) nodes.push({ level: height / TILE_HEIGHT, index, hash: subtree });
    }
    edge.push(subtree);
    size += 1;
  }
  return { frontier: { size, hashes: edge }, nodes };
};

/** The hashes one behind the other; the size is not in it. */
export const encodeFrontier = ({ hashes }: Frontier): Uint8Array => {
  const bytes = new Uint8Array(hashes.length * HASH_LENGTH);
  for (const [place, hash] of hashes.entries()) bytes.set(hash, place * HASH_LENGTH);
  return bytes;
};

/** The frontier of a tree of `size` leaves. Throws a RangeError if the bytes are not as many as such a tree has. */
export const decodeFrontier = (size: number, bytes: Uint8Array): Frontier => {
  const count = onesOf(size);
  if (bytes.length !== count * HASH_LENGTH) throw new RangeError(`the frontier of ${size} leaves has ${count} hashes`);
  const hashes = Array.from({ length: count }, (_, place) => bytes.slice(place * HASH_LENGTH, (place + 1) * HASH_LENGTH));
  return { size, hashes };
};

const onesOf = (size: number): number => {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is not the size of a tree`);
  let ones = 0;
  for (let rest = size; rest > 0; rest = Math.floor(rest / 2)) ones += rest % 2;
  return ones;
};
