import { createPublicKey, verify } from 'node:crypto';
import type { Ed25519Check } from '../../core/ledger/signed-note.js';

/** Ed25519 (RFC 8032) by Node. */
export const checkEd25519: Ed25519Check = (publicKey, message, signature) => {
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: Buffer.from(publicKey).toString('base64url') };
  return verify(null, message, createPublicKey({ key: jwk, format: 'jwk' }), signature);
};
