import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeBase64, encodeBase64 } from './base64.js';

describe('base64', () => {
  it('is that of Node', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 9000 }), (bytes) => {
        expect(encodeBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
        expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
      }),
    );
  });

  it('has one text for the same bytes: whatever is read encodes to itself', () => {
    const letters = fc.string({ unit: fc.constantFrom(...'AQgwBz09+/=-_ \n'), maxLength: 8 });
    fc.assert(
      fc.property(letters, (text) => {
        const bytes = decodeBase64(text);
        expect(bytes === undefined).toBe(Buffer.from(text, 'base64').toString('base64') !== text);
        if (bytes !== undefined) expect(encodeBase64(bytes)).toBe(text);
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    'A',
    'AA',
    'AAA',
    'AA=',
    'A===',
    '====',
    '=AAA',
    'AA=A',
    'AB==',
    'AAB=',
    'AAAA=',
    'AA==AAAA',
    'AAA\n',
    'AAÁA',
    'AAŁA',
    '-_-_',
  ])('is not %j', (text) => expect(decodeBase64(text)).toBeUndefined());

  it('of nothing is nothing', () => expect(decodeBase64('')).toEqual(new Uint8Array(0)));
});
