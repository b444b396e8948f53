import { bytesToHex } from '@noble/hashes/utils.js';

/**
 * The text of UTF-8 bytes, or undefined if they are none. Percent-decoding is the one strict decoder that the language itself
 * has: it refuses overlong forms and surrogates, and keeps a byte order mark. For short texts: it takes three times their space.
 */
export const decodeUtf8 = (bytes: Uint8Array): string | undefined => {
  try {
    return decodeURIComponent(bytesToHex(bytes).replace(/../g, '%$&'));
  } catch {
    return undefined;
  }
};
