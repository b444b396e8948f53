import { BACKSLASH, COLON, COMMA, isSpace, LF, LIST_CLOSE, LIST_OPEN, OBJECT_CLOSE, OBJECT_OPEN, QUOTE } from './json-bytes.js';

/**
 * How a scan came to a stop. `open`: the chunk ended inside. `closed`: just behind the closing bracket. `broken`: at a bracket
 * that closes something outside, so the container lacks its own. `torn`: at a line that begins another object (only where
 * lines are watched).
 */
export type ScanEnd = 'open' | 'closed' | 'broken' | 'torn';

/** 1 for the bytes at which a scan outside strings must stop and think. */
const STRUCTURAL = new Uint8Array(256);
for (const byte of [QUOTE, LIST_OPEN, LIST_CLOSE, OBJECT_OPEN, OBJECT_CLOSE]) STRUCTURAL[byte] = 1;

/** 1 for the bytes at which a scan inside a string must. */
export const IN_STRING = new Uint8Array(256);
for (const byte of [QUOTE, BACKSLASH, LF]) IN_STRING[byte] = 1;

/**
 * Finds the end of one JSON object or list, byte by byte over any split into chunks, without understanding what is inside: an
 * object that is balanced but bad inside is found whole, and costs only itself. The two kinds of bracket are counted apart, so
 * a lost `]` inside an object does not swallow the objects behind it.
 */
export class BalancedScan {
  end: ScanEnd = 'open';
  #braces = 0;
  #brackets = 0;
  #inString = false;
  #escaped = false;
  #lines = false;
  #isObject = true;
  /** Last byte that was no space, and last byte, of the chunks before. */
  #solid = 0;
  #last = 0;

  /** Starts just behind the opening bracket. `lines`: raw line feeds in strings, and objects that begin a line out of place, tear. */
  begin(opening: number, lines: boolean): void {
    this.#isObject = opening === OBJECT_OPEN;
    this.#braces = this.#isObject ? 1 : 0;
    this.#brackets = this.#isObject ? 0 : 1;
    this.#inString = false;
    this.#escaped = false;
    this.#lines = lines;
    this.#solid = opening;
    this.#last = opening;
  }

  /** Goes on from `from`; returns the place at which it stopped, `end` says why. */
  scan(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let at = from;
    this.end = 'open';
    while (at < length) {
      if (this.#inString) {
        at = this.#string(chunk, at);
        if (this.end !== 'open') return at;
        continue;
      }
      while (at < length && STRUCTURAL[chunk[at] as number] === 0) at++;
      if (at >= length) break;
      const byte = chunk[at] as number;
      if (byte === QUOTE) this.#inString = true;
      else if (byte === OBJECT_OPEN) {
        if (this.#lines && this.#beginsLineOutOfPlace(chunk, from, at)) return this.#stop('torn', at);
        this.#braces++;
      } else if (byte === LIST_OPEN) this.#brackets++;
      else if (byte === OBJECT_CLOSE) {
        if (this.#braces === 0) return this.#stop('broken', at);
        this.#braces--;
        if (this.#braces === 0 && this.#isObject) return this.#stop('closed', at + 1);
      } else {
        if (this.#brackets === 0) return this.#stop('broken', at);
        this.#brackets--;
        if (this.#brackets === 0 && !this.#isObject) return this.#stop('closed', at + 1);
      }
      at++;
    }
    if (this.#lines) this.#remember(chunk, from);
    return length;
  }

  #stop(end: ScanEnd, at: number): number {
    this.end = end;
    return at;
  }

  #string(chunk: Uint8Array, from: number): number {
    const length = chunk.length;
    let at = from;
    if (this.#escaped) {
      at++;
      this.#escaped = false;
    }
    for (;;) {
      while (at < length && IN_STRING[chunk[at] as number] === 0) at++;
      if (at >= length) return length;
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#inString = false;
        return at + 1;
      }
      if (byte === LF) {
        if (this.#lines) return this.#stop('torn', at);
        at++;
      } else if (at + 1 === length) {
        this.#escaped = true;
        return length;
      } else at += 2;
    }
  }

  /** JSON lets an object follow `{ [ : ,` only: at the start of a line behind anything else, a line before it was cut off. */
  #beginsLineOutOfPlace(chunk: Uint8Array, from: number, at: number): boolean {
    if ((at > from ? chunk[at - 1] : this.#last) !== LF) return false;
    let back = at - 1;
    while (back >= from && isSpace(chunk[back] as number)) back--;
    const before = back >= from ? chunk[back] : this.#solid;
    return before !== OBJECT_OPEN && before !== LIST_OPEN && before !== COLON && before !== COMMA;
  }

  #remember(chunk: Uint8Array, from: number): void {
    let back = chunk.length - 1;
    if (back < from) return;
    this.#last = chunk[back] as number;
    while (back >= from && isSpace(chunk[back] as number)) back--;
    if (back >= from) this.#solid = chunk[back] as number;
  }
}
