import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { base64Length, readBase64, writeBase64 } from './base64.js';
import { HASH_LENGTH, type Sha256 } from './tree-hash.js';

/**
 * An entry of a ledger. Nothing but the time stands in the clear: a payload and its salt can be forgotten while the tree stays,
 * and nobody can tell then, not even by guessing, what it was.
 */
export interface Leaf {
  /** ms since 1970 */
  readonly at: number;
  /** SHA-256 of salt and payload. */
  readonly digest: Uint8Array;
}

export const SALT_LENGTH = 16;

/** `2026-11-24T10:00:00.000Z`, a space, the base64 of the digest: all leaves have one length, so that it tells nothing. */
const TIME_LENGTH = 24;
const DIGEST_PLACE = TIME_LENGTH + 1;
export const LEAF_LENGTH = DIGEST_PLACE + base64Length(HASH_LENGTH);

const EARLIEST_YEAR = 1970;
const LATEST_MS = Date.UTC(10_000, 0) - 1;
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
const ZERO = 0x30;
const SPACE = 0x20;
const ASCII_MAX = 0x7f;

const SCRATCH_LENGTH = 4_096;
const SCRATCH = new Uint8Array(SALT_LENGTH + SCRATCH_LENGTH);

const asciiOf = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

/** A blank leaf, with all that is the same in every leaf. */
const FRAME = asciiOf('0000-00-00T00:00:00.000Z'.padEnd(LEAF_LENGTH));
/** The highest that can stand in each place of a time. */
const CEILING = asciiOf('9999-19-39T29:59:59.999Z');

/** Whether a leaf can tell this time: whole milliseconds of the years 1970 to 9999. */
export const isLeafTime = (at: number): boolean => Number.isInteger(at) && at >= 0 && at <= LATEST_MS;

/** SHA-256 over a salt of 16 bytes and the payload in UTF-8. Throws a RangeError for another salt. */
export const saltedDigest = (sha256: Sha256, salt: Uint8Array, payload: string): Uint8Array => {
  if (salt.length !== SALT_LENGTH) throw new RangeError(`a salt has ${SALT_LENGTH} bytes`);
  if (payload.length > SCRATCH_LENGTH) return sha256(concatBytes(salt, utf8ToBytes(payload)));
  // Payloads are ASCII but for a name here and there: a letter a byte, which is far faster than an encoder and a new array.
  SCRATCH.set(salt);
  for (let at = 0; at < payload.length; at++) {
    const letter = payload.charCodeAt(at);
    if (letter > ASCII_MAX) return sha256(concatBytes(salt, utf8ToBytes(payload)));
    SCRATCH[SALT_LENGTH + at] = letter;
  }
  return sha256(SCRATCH.subarray(0, SALT_LENGTH + payload.length));
};

/** Throws a RangeError for a time that no leaf can tell, or a digest that has not 32 bytes. */
export const encodeLeaf = ({ at, digest }: Leaf): Uint8Array => {
  if (!isLeafTime(at)) throw new RangeError(`${at} is not the time of a leaf`);
  if (digest.length !== HASH_LENGTH) throw new RangeError(`a digest has ${HASH_LENGTH} bytes`);
  const entry = FRAME.slice();
  const time = new Date(at);
  writeDigits(entry, 0, 4, time.getUTCFullYear());
  writeDigits(entry, 5, 7, time.getUTCMonth() + 1);
  writeDigits(entry, 8, 10, time.getUTCDate());
  writeDigits(entry, 11, 13, time.getUTCHours());
  writeDigits(entry, 14, 16, time.getUTCMinutes());
  writeDigits(entry, 17, 19, time.getUTCSeconds());
  writeDigits(entry, 20, 23, time.getUTCMilliseconds());
  writeBase64(digest, entry, DIGEST_PLACE);
  return entry;
};

/** The leaf that an entry is; undefined unless encoding it gives exactly this entry. */
export const parseLeaf = (entry: Uint8Array): Leaf | undefined => {
  if (entry.length !== LEAF_LENGTH || entry[TIME_LENGTH] !== SPACE) return undefined;
  const at = readTime(entry);
  if (at === undefined) return undefined;
  const digest = readBase64(entry, DIGEST_PLACE, LEAF_LENGTH);
  return digest?.length === HASH_LENGTH ? { at, digest } : undefined;
};

const readTime = (entry: Uint8Array): number | undefined => {
  for (let at = 0; at < TIME_LENGTH; at++) {
    const byte = entry[at] as number;
    if (byte < (FRAME[at] as number) || byte > (CEILING[at] as number)) return undefined;
  }
  const year = readDigits(entry, 0, 4);
  const month = readDigits(entry, 5, 7);
  const day = readDigits(entry, 8, 10);
  const hour = readDigits(entry, 11, 13);
  if (year < EARLIEST_YEAR || hour > 23 || !isDay(year, month, day)) return undefined;
  const [minute, second, ms] = [readDigits(entry, 14, 16), readDigits(entry, 17, 19), readDigits(entry, 20, 23)];
  return Date.UTC(year, month - 1, day, hour, minute, second, ms);
};

const isDay = (year: number, month: number, day: number): boolean => {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return day >= 1 && day <= (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
};

const writeDigits = (entry: Uint8Array, from: number, to: number, value: number): void => {
  let rest = value;
  for (let at = to - 1; at >= from; at--) {
    entry[at] = ZERO + (rest % 10);
    rest = Math.floor(rest / 10);
  }
};

const readDigits = (entry: Uint8Array, from: number, to: number): number => {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + (entry[at] as number) - ZERO;
  return value;
};
