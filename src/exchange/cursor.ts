import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { ParleyError } from '../core/errors.js';
import type { Keys } from './ports/keys.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** The last entry of a page: where the next one goes on. */
export interface Place {
  readonly pos: number;
  /** date_added, ms */
  readonly added: number;
}

/**
 * `next`: opaque, authenticated, stateless, and bound to what it was made for (TAXII Appendix B: it "MUST NOT be implicitly
 * trusted"). AES-256-GCM; the nonce is an HMAC of the content, so that the same query gives the same bytes again and two
 * different contents practically never share one.
 */
export const writeCursor = ({ cursor: [key] }: Pick<Keys, 'cursor'>, binding: string, place: Place): string => {
  if (key === undefined) throw new ParleyError('keys-stale');
  const content = Buffer.from(`${place.pos} ${place.added}`);
  const nonce = createHmac('sha256', key).update(`${binding}\n`).update(content).digest().subarray(0, NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(binding));
  const sealed = Buffer.concat([cipher.update(content), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
};

/** Errors: `cursor-foreign` for anything that none of the keys made for this binding. */
export const readCursor = (keys: Pick<Keys, 'cursor'>, binding: string, cursor: string): Place => {
  const bytes = Buffer.from(cursor, 'base64url');
  if (bytes.length <= NONCE_BYTES + TAG_BYTES || bytes.toString('base64url') !== cursor) throw new ParleyError('cursor-foreign');
  const nonce = bytes.subarray(0, NONCE_BYTES);
  const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  for (const key of keys.cursor) {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(binding));
    const content = opened(decipher.setAuthTag(tag), bytes.subarray(NONCE_BYTES + TAG_BYTES));
    const [pos, added] = (content ?? '').split(' ').map(Number);
    if (Number.isSafeInteger(pos) && Number.isSafeInteger(added)) return { pos: pos ?? 0, added: added ?? 0 };
  }
  throw new ParleyError('cursor-foreign');
};

const opened = (decipher: ReturnType<typeof createDecipheriv>, sealed: Uint8Array): string | undefined => {
  try {
    return Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
  } catch {
    return undefined;
  }
};
