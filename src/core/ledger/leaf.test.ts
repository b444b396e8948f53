import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeLeaf, isLeafTime, LEAF_LENGTH, type Leaf, parseLeaf, saltedDigest } from './leaf.js';

interface Vectors {
  readonly digests: readonly {
    readonly comment: string;
    readonly salt: string;
    readonly payload: string;
    readonly digest: string;
  }[];
  readonly cases: readonly {
    readonly comment: string;
    readonly entry: string;
    readonly expect: { readonly at: number; readonly digest: string } | null;
  }[];
}

const { digests, cases } = JSON.parse(
  readFileSync(new URL('../../../vectors/ledger/leaves.json', import.meta.url), 'utf8'),
) as Vectors;
const bytesOf = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => new Uint8Array(Buffer.from(text, encoding));
const sha256 = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());

const LATEST_MS = Date.parse('9999-12-31T23:59:59.999Z');
const leaves: fc.Arbitrary<Leaf> = fc.record({
  at: fc.oneof(fc.nat({ max: LATEST_MS }), fc.integer({ min: Date.UTC(2026), max: Date.UTC(2028) })),
  digest: fc.uint8Array({ minLength: 32, maxLength: 32 }),
});

describe('a leaf', () => {
  it.each(cases)('$comment', ({ entry, expect: expected }) => {
    const leaf = parseLeaf(bytesOf(entry));
    expect(leaf).toEqual(expected === null ? undefined : { at: expected.at, digest: bytesOf(expected.digest, 'base64') });
    if (leaf !== undefined) expect(Buffer.from(encodeLeaf(leaf)).toString()).toBe(entry);
  });

  it('is its time as ISO 8601, a space and the base64 of its digest, of one length', () => {
    fc.assert(
      fc.property(leaves, (leaf) => {
        const text = `${new Date(leaf.at).toISOString()} ${Buffer.from(leaf.digest).toString('base64')}`;
        expect(Buffer.from(encodeLeaf(leaf)).toString()).toBe(text);
        expect(text).toHaveLength(LEAF_LENGTH);
        expect(parseLeaf(encodeLeaf(leaf))).toEqual(leaf);
      }),
    );
  });

  it('has one text: one with another byte is no leaf, or another leaf', () => {
    fc.assert(
      fc.property(leaves, fc.nat({ max: LEAF_LENGTH - 1 }), fc.integer({ min: 1, max: 255 }), (leaf, place, change) => {
        const entry = encodeLeaf(leaf).map((byte, at) => (at === place ? byte ^ change : byte));
        const read = parseLeaf(entry);
        if (read !== undefined) expect(encodeLeaf(read)).toEqual(entry);
      }),
      { numRuns: 1_000 },
    );
  });

  it.each([-1, 0.5, Number.NaN, Infinity, LATEST_MS + 1])('cannot tell the time %d', (at) => {
    expect(isLeafTime(at)).toBe(false);
    expect(() => encodeLeaf({ at, digest: new Uint8Array(32) })).toThrow(RangeError);
  });

  it.each([0, 31, 33])('has no digest of %i bytes', (length) => {
    expect(() => encodeLeaf({ at: 0, digest: new Uint8Array(length) })).toThrow(RangeError);
  });
});

describe('a salted digest', () => {
  it.each(digests)('$comment', ({ salt, payload, digest }) => {
    expect(saltedDigest(sha256, bytesOf(salt, 'base64'), payload)).toEqual(bytesOf(digest, 'base64'));
  });

  it.each([0, 15, 17])('has no salt of %i bytes', (length) => {
    expect(() => saltedDigest(sha256, new Uint8Array(length), '')).toThrow(RangeError);
  });
});
