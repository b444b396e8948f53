export const LF = 0x0a;
export const QUOTE = 0x22;
export const COMMA = 0x2c;
export const COLON = 0x3a;
export const LIST_OPEN = 0x5b;
export const BACKSLASH = 0x5c;
export const LIST_CLOSE = 0x5d;
export const OBJECT_OPEN = 0x7b;
export const OBJECT_CLOSE = 0x7d;

/** JSON white space: space, tab, line feed, carriage return. */
export const isSpace = (byte: number): boolean => byte === 0x20 || byte === LF || byte === 0x0d || byte === 0x09;

/** Bytes as text, one character a byte. Right for ASCII; other bytes become other characters, never `"` or a bracket. */
export const latin1 = (bytes: Uint8Array, from: number, to: number): string => {
  let text = '';
  if (to - from <= LATIN1_SHORT) {
    for (let at = from; at < to; at++) text += String.fromCharCode(bytes[at] as number);
    return text;
  }
  for (let at = from; at < to; at += LATIN1_STEP) {
    text += String.fromCharCode(...bytes.subarray(at, Math.min(at + LATIN1_STEP, to)));
  }
  return text;
};

/** Arguments of one call: engines bound their number. */
const LATIN1_STEP = 4096;
/** Up to here a loop is faster than a call with many arguments. */
const LATIN1_SHORT = 64;

/** A byte of the input as messages show it. */
export const shownByte = (byte: number): string =>
  byte > 0x20 && byte < 0x7f && byte !== 0x60
    ? `\`${String.fromCharCode(byte)}\``
    : `byte 0x${byte.toString(16).padStart(2, '0')}`;
