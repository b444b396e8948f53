import { describe, expect, it } from 'vitest';
import { checkEd25519 } from './ed25519.js';

const bytesOf = (hex: string): Uint8Array => new Uint8Array(Buffer.from(hex, 'hex'));

/** RFC 8032 7.1, test 2. */
const PUBLIC_KEY = bytesOf('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c');
const MESSAGE = bytesOf('72');
const SIGNATURE = bytesOf(
  '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
);

describe('checkEd25519', () => {
  it('holds for the signature of RFC 8032', () => expect(checkEd25519(PUBLIC_KEY, MESSAGE, SIGNATURE)).toBe(true));

  it('fails if any byte of key, message or signature is another', () => {
    const changed = (bytes: Uint8Array, place: number) => bytes.map((byte, at) => (at === place ? byte ^ 1 : byte));
    for (let at = 0; at < 32; at++) expect(checkEd25519(changed(PUBLIC_KEY, at), MESSAGE, SIGNATURE)).toBe(false);
    for (let at = 0; at < 64; at++) expect(checkEd25519(PUBLIC_KEY, MESSAGE, changed(SIGNATURE, at))).toBe(false);
    expect(checkEd25519(PUBLIC_KEY, bytesOf('73'), SIGNATURE)).toBe(false);
  });

  it.each([0, 63, 65])('fails for a signature of %i bytes', (length) => {
    expect(checkEd25519(PUBLIC_KEY, MESSAGE, new Uint8Array(length))).toBe(false);
  });
});
