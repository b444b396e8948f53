import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { Signer } from '../../exchange/ports/keys.js';

/** What stands before the seed in the PKCS #8 form of an Ed25519 key (RFC 8410 section 7). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_KEY_BYTES = 32;

/** The Ed25519 key that grows from a seed of 32 bytes (RFC 8032 5.1.5). */
export const signerOf = (seed: Uint8Array): Signer => {
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, seed]), format: 'der', type: 'pkcs8' });
  const spki = createPublicKey(key).export({ format: 'der', type: 'spki' });
  return { publicKey: spki.subarray(-PUBLIC_KEY_BYTES), sign: (message) => sign(null, message, key) };
};
