import { BalancedScan, IN_STRING, type ScanEnd } from './balanced-scan.js';
import {
  BACKSLASH,
  COLON,
  COMMA,
  isSpace,
  LF,
  LIST_CLOSE,
  LIST_OPEN,
  latin1,
  OBJECT_CLOSE,
  OBJECT_OPEN,
  QUOTE,
} from './json-bytes.js';

/** `list`: just behind the `[` of a list that is the value of `objects`. */
export type RootScanEnd = ScanEnd | 'list';

/** Longer names and values are of no interest here: a type has up to 250 characters, an id a few more. */
const CAPTURE_LENGTH_MAX = 320;
/** Property names that matter. */
const WATCHED = new Set(['type', 'id', 'objects']);
const WATCHED_LENGTHS = new Set([...WATCHED].map((name) => name.length));

/**
 * Scans an object that may be a bundle. It finds the end as `BalancedScan` does, and on the way the text of its own `type` and
 * `id` and the beginning of its list of `objects`. A dictionary of that name (observed-data, deprecated) is a value like others.
 */
export class RootScan {
  end: RootScanEnd = 'open';
  /** Values of the root's own `type` and `id`, if they are text and came before the place reached. */
  type: string | undefined;
  id: string | undefined;
  readonly #nested = new BalancedScan();
  #inNested = false;
  #inString = false;
  #escaped = false;
  #hasEscapes = false;
  #lines = false;
  #afterColon = false;
  #key = '';
  /** What earlier chunks held of the string that is being read. */
  #captured = '';
  #solid = 0;
  #last = 0;

  /** Starts just behind the opening brace. */
  begin(lines: boolean): void {
    this.type = undefined;
    this.id = undefined;
    this.#inNested = false;
    this.#inString = false;
    this.#escaped = false;
    this.#lines = lines;
    this.#afterColon = false;
    this.#key = '';
    this.#solid = OBJECT_OPEN;
    this.#last = OBJECT_OPEN;
  }

  /** After `list`: reads the list as a value like any other, unless someone else has read it. */
  enterList(): void {
    this.#nested.begin(LIST_OPEN, this.#lines);
    this.#inNested = true;
  }

  scan(chunk: Uint8Array, from: number): number {
    let at = from;
    this.end = 'open';
    while (at < chunk.length) {
      if (this.#inNested) at = this.#nestedValue(chunk, at);
      else if (this.#inString) at = this.#string(chunk, at, at);
      else at = this.#shallow(chunk, at);
      if (this.end !== 'open') return at;
    }
    return chunk.length;
  }

  #nestedValue(chunk: Uint8Array, from: number): number {
    const at = this.#nested.scan(chunk, from);
    if (this.#nested.end === 'open') return at;
    this.#inNested = false;
    if (this.#nested.end === 'torn') this.end = 'torn';
    this.#solid = OBJECT_CLOSE;
    this.#last = OBJECT_CLOSE;
    return at;
  }

  /** One byte outside strings and nested values. */
  #shallow(chunk: Uint8Array, at: number): number {
    const byte = chunk[at] as number;
    const beginsLine = this.#last === LF;
    const before = this.#solid;
    this.#last = byte;
    if (isSpace(byte)) return at + 1;
    this.#solid = byte;
    switch (byte) {
      case QUOTE:
        this.#inString = true;
        this.#hasEscapes = false;
        this.#captured = '';
        return this.#string(chunk, at + 1, at + 1);
      case COLON:
        this.#afterColon = true;
        return at + 1;
      case COMMA:
        this.#afterColon = false;
        this.#key = '';
        return at + 1;
      case OBJECT_OPEN:
        if (this.#lines && beginsLine && before !== COLON && before !== COMMA && before !== OBJECT_OPEN)
          return this.#stop('torn', at);
        break;
      case LIST_OPEN:
        if (this.#afterColon && this.#key === 'objects') return this.#stop('list', at + 1);
        break;
      case OBJECT_CLOSE:
        return this.#stop('closed', at + 1);
      case LIST_CLOSE:
        return this.#stop('broken', at);
      default:
        return at + 1;
    }
    this.#nested.begin(byte, this.#lines);
    this.#inNested = true;
    return at + 1;
  }

  #stop(end: RootScanEnd, at: number): number {
    this.end = end;
    return at;
  }

  /** Goes on in a string from `from`; `start`: where its text begins in this chunk. */
  #string(chunk: Uint8Array, from: number, start: number): number {
    const length = chunk.length;
    let at = from;
    if (this.#escaped) {
      at++;
      this.#escaped = false;
    }
    for (; at < length; at++) {
      while (at < length && IN_STRING[chunk[at] as number] === 0) at++;
      const byte = chunk[at];
      if (byte === QUOTE) {
        this.#take(chunk, start, at);
        this.#inString = false;
        return at + 1;
      }
      if (byte === BACKSLASH) {
        at++;
        this.#hasEscapes = true;
        this.#escaped = at === length;
      } else if (byte === LF && this.#lines) return this.#stop('torn', at);
    }
    if (this.#wanted()) this.#captured += latin1(chunk, start, Math.min(length, start + CAPTURE_LENGTH_MAX + 1));
    this.#captured = this.#captured.slice(0, CAPTURE_LENGTH_MAX + 1);
    return length;
  }

  #wanted(): boolean {
    return !this.#afterColon || this.#key === 'type' || this.#key === 'id';
  }

  #take(chunk: Uint8Array, start: number, end: number): void {
    if (!this.#wanted()) return;
    const length = this.#captured.length + end - start;
    if (!this.#afterColon && !this.#hasEscapes && !WATCHED_LENGTHS.has(length)) {
      this.#key = '';
      return;
    }
    const text = length > CAPTURE_LENGTH_MAX ? '' : unescaped(this.#captured + latin1(chunk, start, end));
    if (!this.#afterColon) this.#key = WATCHED.has(text) ? text : '';
    else if (this.#key === 'type') this.type = text;
    else this.id = text;
  }
}

/** A name may be written with escapes; who looked for the plain bytes only could be made to overlook a bundle. */
const unescaped = (raw: string): string => {
  if (!raw.includes('\\')) return raw;
  try {
    return JSON.parse(`"${raw}"`) as string;
  } catch {
    return raw;
  }
};
