import { latin1 } from '../stix/json/json-bytes.js';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
const CODES = Uint8Array.from(ALPHABET, (letter) => letter.charCodeAt(0));
const PADDING = 0x3d;

/** What a code stands for; negative, and so is all that is made up of it: not of the alphabet. */
const SEXTETS = new Int8Array(256).fill(-1);
for (const [sextet, code] of CODES.entries()) SEXTETS[code] = sextet;

/** Letters that so many bytes take, padding included. */
export const base64Length = (bytes: number): number => Math.ceil(bytes / 3) * 4;

/** Standard base64 with padding (RFC 4648 section 4). */
export const encodeBase64 = (bytes: Uint8Array): string => {
  const text = new Uint8Array(base64Length(bytes.length));
  writeBase64(bytes, text, 0);
  return latin1(text, 0, text.length);
};

/** Writes the base64 of some bytes as ASCII into a text, from a place on. */
export const writeBase64 = (bytes: Uint8Array, text: Uint8Array, place: number): void => {
  let to = place;
  for (let at = 0; at < bytes.length; at += 3) {
    const left = bytes.length - at;
    const group = ((bytes[at] as number) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0);
    text[to++] = CODES[group >> 18] as number;
    text[to++] = CODES[(group >> 12) & 63] as number;
    text[to++] = left > 1 ? (CODES[(group >> 6) & 63] as number) : PADDING;
    text[to++] = left > 2 ? (CODES[group & 63] as number) : PADDING;
  }
};

/**
 * The bytes of a base64 text, or undefined unless it is exactly what encoding them gives: padded, without line breaks, and with
 * the bits that no byte takes set to zero. So nobody can write the same bytes in two ways.
 */
export const decodeBase64 = (text: string): Uint8Array | undefined => {
  const codes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 0x7f) return undefined;
    codes[at] = code;
  }
  return readBase64(codes, 0, codes.length);
};

/** As `decodeBase64`, of the ASCII text that stands in `[from, to)`. */
export const readBase64 = (text: Uint8Array, from: number, to: number): Uint8Array | undefined => {
  if ((to - from) % 4 !== 0) return undefined;
  const padding = to === from || text[to - 1] !== PADDING ? 0 : text[to - 2] === PADDING ? 2 : 1;
  const bytes = new Uint8Array(((to - from) / 4) * 3 - padding);
  let out = 0;
  for (let at = from; at < to; at += 4) {
    const letters = at + 4 === to ? 4 - padding : 4;
    const third = letters > 2 ? sextetAt(text, at + 2) : 0;
    const fourth = letters > 3 ? sextetAt(text, at + 3) : 0;
    const group = (sextetAt(text, at) << 18) | (sextetAt(text, at + 1) << 12) | (third << 6) | fourth;
    const unused = 0xffffff >> (8 * (letters - 1));
    if (group < 0 || (group & unused) !== 0) return undefined;
    // Past its end an array takes no byte, so the padding of the last group is dropped.
    bytes[out++] = group >> 16;
    bytes[out++] = group >> 8;
    bytes[out++] = group;
  }
  return bytes;
};

const sextetAt = (text: Uint8Array, at: number): number => SEXTETS[text[at] as number] as number;
