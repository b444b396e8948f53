import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TREE_HASH, treeHashOver } from './tree-hash.js';

const byNode = (bytes: Uint8Array): Uint8Array => new Uint8Array(createHash('sha256').update(bytes).digest());
const hash32 = fc.uint8Array({ minLength: 32, maxLength: 32 });

describe('a tree hash', () => {
  it('prefixes leaves with 0 and nodes with 1', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), hash32, hash32, (entry, left, right) => {
        expect(TREE_HASH.leaf(entry)).toEqual(byNode(Uint8Array.of(0, ...entry)));
        expect(TREE_HASH.node(left, right)).toEqual(byNode(Uint8Array.of(1, ...left, ...right)));
      }),
    );
  });

  it('of no leaves is that of nothing', () => expect(TREE_HASH.empty).toEqual(byNode(new Uint8Array(0))));

  it('is the same whoever computes it', () => {
    const other = treeHashOver(byNode);
    const leaf = other.leaf(Buffer.from('a'));
    expect(leaf).toEqual(TREE_HASH.leaf(Buffer.from('a')));
    expect(other.node(leaf, leaf)).toEqual(TREE_HASH.node(leaf, leaf));
  });

  it('is not changed by what is hashed later', () => {
    const first = TREE_HASH.leaf(Buffer.from('a'));
    const kept = first.slice();
    TREE_HASH.leaf(Buffer.from('b'));
    TREE_HASH.node(first, TREE_HASH.leaf(Buffer.from('bc')));
    expect(first).toEqual(kept);
  });

  it.each([31, 33, 0])('joins no hash of %i bytes', (length) => {
    expect(() => TREE_HASH.node(new Uint8Array(length), TREE_HASH.empty)).toThrow(RangeError);
    expect(() => TREE_HASH.node(TREE_HASH.empty, new Uint8Array(length))).toThrow(RangeError);
  });
});
