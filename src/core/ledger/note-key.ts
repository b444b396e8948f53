import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ParleyError } from '../errors.js';
import { decodeBase64, encodeBase64 } from './base64.js';

/** An Ed25519 key that notes are verified with. */
export interface NoteKey {
  readonly name: string;
  /** 8 hex digits. With the name it tells which key signed: "an identifier, and not a cryptographically strong hash". */
  readonly id: string;
  readonly publicKey: Uint8Array;
}

const PUBLIC_KEY_LENGTH = 32;
/** C2SP signed-note: "`0x01` — Ed25519 signatures as specified by this document." */
const ED25519 = 0x01;
const LF = 0x0a;

/** "Key names MUST be non-empty and MUST NOT contain any Unicode spaces or plus"; nothing in a note is a control character. */
const KEY_NAME = /^[^\p{White_Space}\p{Cc}\p{Cs}+]+$/u;
const VERIFIER_KEY = /^([^+]*)\+([0-9a-f]{8})\+(.+)$/su;

export const isKeyName = (name: string): boolean => KEY_NAME.test(name);

/** Throws a RangeError for what is no key name, or no 32 bytes. */
export const noteKeyOf = (name: string, publicKey: Uint8Array): NoteKey => {
  if (!isKeyName(name) || publicKey.length !== PUBLIC_KEY_LENGTH) throw new RangeError('a note key has a name and 32 bytes');
  return { name, id: keyIdOf(name, publicKey), publicKey };
};

/** The text that partners hand each other: `name+id+base64(0x01 || public key)`. */
export const formatNoteKey = ({ name, id, publicKey }: NoteKey): string =>
  `${name}+${id}+${encodeBase64(concatBytes(Uint8Array.of(ED25519), publicKey))}`;

/** Errors: `note-malformed`. */
export const parseNoteKey = (text: string): NoteKey => {
  const refused = (reason: string) => new ParleyError('note-malformed', { format: 'verifier key', reason });
  const [, name, id, encoded] = VERIFIER_KEY.exec(text) ?? [];
  if (name === undefined || id === undefined || encoded === undefined) throw refused('write NAME+ID+KEY, the id as 8 hex digits');
  if (!isKeyName(name)) throw refused('its name is empty or holds a space');
  const key = decodeBase64(encoded);
  if (key === undefined) throw refused('its key is not base64');
  if (key[0] !== ED25519 || key.length !== 1 + PUBLIC_KEY_LENGTH) throw refused('its key is not for Ed25519');
  const publicKey = key.subarray(1);
  if (keyIdOf(name, publicKey) !== id) throw refused('its id does not belong to its name and key');
  return { name, id, publicKey };
};

/** "key ID = SHA-256(key name || 0x0A || 0x01 || 32-byte Ed25519 public key)[:4]" */
const keyIdOf = (name: string, publicKey: Uint8Array): string =>
  bytesToHex(sha256(concatBytes(utf8ToBytes(name), Uint8Array.of(LF, ED25519), publicKey)).subarray(0, 4));
