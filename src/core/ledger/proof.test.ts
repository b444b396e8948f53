import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NaiveTree, numberedEntries } from '../../../test/ledger/naive-tree.js';
import { verifyConsistency, verifyInclusion } from './proof.js';
import { TREE_HASH } from './tree-hash.js';

type Base64<Claim> = {
  readonly [Name in keyof Claim]: Claim[Name] extends number
    ? number
    : Claim[Name] extends Uint8Array
      ? string
      : readonly string[];
};
type Case<Claim> = Base64<Claim> & { readonly comment: string; readonly expect: boolean };
type Inclusion = Parameters<typeof verifyInclusion>[1];
type Consistency = Parameters<typeof verifyConsistency>[1];

const casesOf = <Claim>(name: string) =>
  (
    JSON.parse(readFileSync(new URL(`../../../vectors/ledger/${name}.json`, import.meta.url), 'utf8')) as {
      readonly cases: readonly Case<Claim>[];
    }
  ).cases;
const bytesOf = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'base64'));

const SIZE_MAX = 600;
const naive = new NaiveTree(numberedEntries(SIZE_MAX));
const inclusionOf = (index: number, size: number): Inclusion => ({
  index,
  size,
  leaf: naive.leafHashes[index]!,
  root: naive.root(0, size),
  proof: naive.path(index, 0, size),
});
const consistencyOf = (from: number, to: number): Consistency => ({
  from,
  to,
  fromRoot: naive.root(0, from),
  toRoot: naive.root(0, to),
  proof: naive.proof(from, 0, to, true),
});

const leafAndSize = fc.integer({ min: 1, max: SIZE_MAX }).chain((size) => fc.tuple(fc.nat({ max: size - 1 }), fc.constant(size)));

const flipped = (bytes: Uint8Array, bit: number): Uint8Array =>
  bytes.map((byte, at) => (at === Math.floor(bit / 8) % bytes.length ? byte ^ (1 << (bit % 8)) : byte));
const bit = fc.nat({ max: 255 });

describe('an inclusion proof', () => {
  it.each(casesOf<Inclusion>('inclusion'))('$comment', ({ index, size, leaf, root, proof, expect: expected }) => {
    const claim = { index, size, leaf: bytesOf(leaf), root: bytesOf(root), proof: proof.map(bytesOf) };
    expect(verifyInclusion(TREE_HASH, claim)).toBe(expected);
  });

  it('of RFC 6962 2.1.1 holds for every leaf of every tree up to 140, and of some up to 600', () => {
    const sizes = [...Array.from({ length: 140 }, (_, at) => at + 1), 255, 256, 257, 511, 512, 513, 600];
    const failing = sizes.flatMap((size) =>
      Array.from({ length: size }, (_, index) => [index, size] as const).filter(
        ([index]) => !verifyInclusion(TREE_HASH, inclusionOf(index, size)),
      ),
    );
    expect(failing).toEqual([]);
  });

  it('fails with any other index, and any size that has another path', () => {
    fc.assert(
      fc.property(leafAndSize, fc.nat({ max: SIZE_MAX }), ([index, size], other) => {
        const claim = inclusionOf(index, size);
        if (other !== index) expect(verifyInclusion(TREE_HASH, { ...claim, index: other })).toBe(false);
      }),
    );
  });

  it('fails if any bit of leaf, root or proof is another', () => {
    fc.assert(
      fc.property(leafAndSize, bit, fc.nat(), ([index, size], place, choice) => {
        const claim = inclusionOf(index, size);
        const at = choice % (claim.proof.length || 1);
        const proof = claim.proof.map((hash, step) => (step === at ? flipped(hash, place) : hash));
        expect(verifyInclusion(TREE_HASH, claim)).toBe(true);
        expect(verifyInclusion(TREE_HASH, { ...claim, leaf: flipped(claim.leaf, place) })).toBe(false);
        expect(verifyInclusion(TREE_HASH, { ...claim, root: flipped(claim.root, place) })).toBe(false);
        expect(verifyInclusion(TREE_HASH, { ...claim, proof })).toBe(size === 1);
      }),
    );
  });
});

describe('a consistency proof', () => {
  it.each(casesOf<Consistency>('consistency'))('$comment', ({ from, to, fromRoot, toRoot, proof, expect: expected }) => {
    const claim = { from, to, fromRoot: bytesOf(fromRoot), toRoot: bytesOf(toRoot), proof: proof.map(bytesOf) };
    expect(verifyConsistency(TREE_HASH, claim)).toBe(expected);
  });

  it('of RFC 6962 2.1.2 holds from every size to every size up to 140, and to some up to 600', () => {
    const sizes = [...Array.from({ length: 140 }, (_, at) => at + 1), 255, 256, 257, 511, 512, 513, 600];
    const failing = sizes.flatMap((to) =>
      Array.from({ length: to }, (_, at) => [at + 1, to] as const).filter(
        ([from]) => !verifyConsistency(TREE_HASH, consistencyOf(from, to)),
      ),
    );
    expect(failing).toEqual([]);
  });

  it('fails if any bit of the roots or the proof is another', () => {
    fc.assert(
      fc.property(leafAndSize, bit, fc.nat(), ([before, to], place, choice) => {
        const claim = consistencyOf(before + 1, to);
        const at = choice % (claim.proof.length || 1);
        const proof = claim.proof.map((hash, step) => (step === at ? flipped(hash, place) : hash));
        expect(verifyConsistency(TREE_HASH, claim)).toBe(true);
        expect(verifyConsistency(TREE_HASH, { ...claim, fromRoot: flipped(claim.fromRoot, place) })).toBe(false);
        expect(verifyConsistency(TREE_HASH, { ...claim, toRoot: flipped(claim.toRoot, place) })).toBe(false);
        expect(verifyConsistency(TREE_HASH, { ...claim, proof })).toBe(claim.proof.length === 0);
      }),
    );
  });

  it('fails with any other earlier size', () => {
    fc.assert(
      fc.property(leafAndSize, fc.nat({ max: SIZE_MAX }), ([before, to], other) => {
        fc.pre(other !== before + 1);
        expect(verifyConsistency(TREE_HASH, { ...consistencyOf(before + 1, to), from: other })).toBe(false);
      }),
    );
  });
});

describe('hostile claims', () => {
  const number = fc.oneof(fc.integer(), fc.double(), fc.maxSafeInteger(), fc.constantFrom(2 ** 53, Number.NaN, Infinity, -0));
  const bytes = fc.oneof(fc.uint8Array({ maxLength: 40 }), fc.uint8Array({ minLength: 32, maxLength: 32 }));
  it('are false, and throw nothing', () => {
    fc.assert(
      fc.property(number, number, bytes, bytes, fc.array(bytes, { maxLength: 70 }), (one, other, first, second, proof) => {
        expect(verifyInclusion(TREE_HASH, { index: one, size: other, leaf: first, root: second, proof })).toBe(false);
        fc.pre(one !== other || proof.length > 0);
        expect(verifyConsistency(TREE_HASH, { from: one, to: other, fromRoot: first, toRoot: second, proof })).toBe(false);
      }),
    );
  });
});
