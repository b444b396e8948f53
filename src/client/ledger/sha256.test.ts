import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nodeSha256 } from './sha256.js';

describe('nodeSha256', () => {
  it('is the SHA-256 of others', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        expect(nodeSha256(bytes)).toEqual(sha256(bytes));
      }),
    );
  });
});
