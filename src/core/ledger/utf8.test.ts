import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeUtf8 } from './utf8.js';

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const decoded = (bytes: Uint8Array): string | undefined => {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
};

describe('decodeUtf8', () => {
  it('gives the text, or undefined, where a fatal decoder gives it or throws', () => {
    const pieces = fc.oneof(
      fc.string({ unit: 'grapheme' }).map((text) => [...Buffer.from(text)]),
      fc.constantFrom(
        [0xef, 0xbb, 0xbf],
        [0xc0, 0x80],
        [0xed, 0xa0, 0x80],
        [0xf4, 0x90, 0x80, 0x80],
        [0xff],
        [0xe2, 0x82],
        [0x25],
      ),
    );
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 5 }), (parts) => {
        const bytes = Uint8Array.from(parts.flat());
        expect(decodeUtf8(bytes)).toBe(decoded(bytes));
      }),
    );
  });
});
