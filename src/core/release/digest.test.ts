import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digestOf } from './digest.js';

describe('digestOf', () => {
  it('is SHA-256 over canonical JSON', () => {
    expect(digestOf({ b: [1, 'é'], a: null })).toBe(createHash('sha256').update('{"a":null,"b":[1,"é"]}').digest('hex'));
  });

  it('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        expect(digestOf(Object.fromEntries(Object.entries(value).reverse()))).toBe(digestOf(value));
      }),
    );
  });
});
