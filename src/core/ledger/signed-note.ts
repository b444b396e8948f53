import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { ParleyError } from '../errors.js';
import { decodeBase64, encodeBase64 } from './base64.js';
import { isKeyName, type NoteKey, noteKeyOf } from './note-key.js';

/** A text and who claims to have signed it (C2SP signed-note). */
export interface SignedNote {
  /** Ends in a line feed. "The text MUST be ignored unless the note is signed by a trusted key". */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface NoteSignature {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  readonly signature: Uint8Array;
}

/** Whether a signature of RFC 8032 holds; false for one that has not 64 bytes. */
export type Ed25519Check = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean;

/** "Verifiers SHOULD apply a maximum limit": room for more than 32 signatures of post-quantum length. */
export const NOTE_LENGTH_MAX = 256 * 1024;

const ID_LENGTH = 4;
/** "ASCII control characters (those below U+0020) other than newline", and what no UTF-8 text holds. */
const UNFIT = /[^\n\u0020-\u{10ffff}]|\p{Cs}/u;
const SIGNATURE_LINE = /^\u2014 ([^ ]+) ([^ ]+)$/u;

/** The line of a signature, without its line feed. Throws a RangeError for what is no key name, or no 32 bytes. */
export const signatureLine = (name: string, publicKey: Uint8Array, signature: Uint8Array): string =>
  `\u2014 ${name} ${encodeBase64(concatBytes(hexToBytes(noteKeyOf(name, publicKey).id), signature))}`;

/** The note of a text and the lines of its signatures. Throws a RangeError for a text that does not end in a line feed. */
export const formatNote = (text: string, signatures: readonly string[]): string => {
  if (!text.endsWith('\n')) throw new RangeError('the text of a note ends in a line feed');
  return `${text}\n${signatures.map((line) => `${line}\n`).join('')}`;
};

/** Errors: `note-malformed`. */
export const parseNote = (note: string): SignedNote => {
  if (note.length > NOTE_LENGTH_MAX) throw malformed(`it is longer than ${NOTE_LENGTH_MAX} characters`);
  if (UNFIT.test(note)) throw malformed('it holds a control character');
  // "the text is separated from the signatures by the last empty line in the note"
  const end = note.lastIndexOf('\n\n');
  if (end < 0) throw malformed('no empty line stands before its signatures');
  const lines = note.slice(end + 2).split('\n');
  if (lines.pop() !== '') throw malformed('it does not end with a line feed');
  if (lines.length === 0) throw malformed('it has no signature');
  return { text: note.slice(0, end + 1), signatures: lines.map(parseSignature) };
};

const parseSignature = (line: string, place: number): NoteSignature => {
  const [, name, encoded] = SIGNATURE_LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined || !isKeyName(name)) throw malformed(`signature ${place + 1} is no such line`);
  const bytes = decodeBase64(encoded);
  if (bytes === undefined || bytes.length <= ID_LENGTH)
    throw malformed(`signature ${place + 1} is not base64 of id and signature`);
  return { name, id: bytesToHex(bytes.subarray(0, ID_LENGTH)), signature: bytes.subarray(ID_LENGTH) };
};

const malformed = (reason: string): ParleyError => new ParleyError('note-malformed', { format: 'signed note', reason });

/**
 * Those of the keys that signed the note; none: it is not to be trusted. Signatures of other keys do not count, "even if they
 * share a name or ID (but not both) with a known key". Undefined if one of the keys is named and its signature is wrong: "If a
 * signature from a known key fails to verify, clients SHOULD reject the whole note".
 */
export const verifiedBy = (check: Ed25519Check, note: SignedNote, keys: readonly NoteKey[]): readonly NoteKey[] | undefined => {
  const message = utf8ToBytes(note.text);
  const signers = new Set<NoteKey>();
  for (const { name, id, signature } of note.signatures) {
    const key = keys.find((known) => known.name === name && known.id === id);
    if (key === undefined) continue;
    if (!check(key.publicKey, message, signature)) return undefined;
    signers.add(key);
  }
  return [...signers];
};
