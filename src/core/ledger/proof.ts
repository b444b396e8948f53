import { equalBytes } from './equal-bytes.js';
import { HASH_LENGTH, type TreeHash } from './tree-hash.js';

/** The claim that a leaf stands at an index of a tree. */
export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf. */
  readonly leaf: Uint8Array;
  readonly root: Uint8Array;
  /** From the leaf's sibling up to the child of the root. */
  readonly proof: readonly Uint8Array[];
}

/** The claim that a tree is a later one grown from another. */
export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly proof: readonly Uint8Array[];
}

/**
 * RFC 9162 2.1.3.2, in its letters. False for whatever is not so, however malformed; it never throws. Of two sizes in which the
 * leaf has one path it cannot tell the wrong one: that root and size belong together is what a checkpoint is signed for.
 */
export const verifyInclusion = (hash: TreeHash, { index, size, leaf, root, proof }: InclusionClaim): boolean => {
  if (!isSize(index) || !isSize(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      r = hash.node(p, r);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      r = hash.node(r, p);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(r, root);
};

/**
 * RFC 9162 2.1.4.2, in its letters, for 0 < from < to. Two trees of one size are consistent if they have one root, and there is
 * nothing to prove. What grew from the empty tree says nothing either: such a claim is false.
 */
export const verifyConsistency = (hash: TreeHash, { from, to, fromRoot, toRoot, proof }: ConsistencyClaim): boolean => {
  if (!isSize(from) || !isSize(to) || from === 0 || from > to) return false;
  if (from === to) return proof.length === 0 && equalBytes(fromRoot, toRoot);
  if (proof.length === 0 || ![fromRoot, toRoot, ...proof].every(isHash)) return false;
  let fn = from - 1;
  let sn = to - 1;
  while (isOdd(fn)) [fn, sn] = [half(fn), half(sn)];
  // All ones shifted away: `from` is a power of two, and its root is a node of the later tree.
  const [seed, ...path] = (fn === 0 ? [fromRoot, ...proof] : proof) as [Uint8Array, ...Uint8Array[]];
  let fr = seed;
  let sr = seed;
  for (const c of path) {
    if (sn === 0) return false;
    if (isOdd(fn) || fn === sn) {
      fr = hash.node(c, fr);
      sr = hash.node(c, sr);
      while (!isOdd(fn) && fn !== 0) [fn, sn] = [half(fn), half(sn)];
    } else {
      sr = hash.node(sr, c);
    }
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(fr, fromRoot) && equalBytes(sr, toRoot);
};

const isSize = (value: number): boolean => Number.isSafeInteger(value) && value >= 0;

const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_LENGTH;

/** Not by bits: those of JavaScript end at 32. */
const isOdd = (value: number): boolean => value % 2 === 1;

const half = (value: number): number => Math.floor(value / 2);
