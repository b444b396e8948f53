import { BalancedScan } from './balanced-scan.js';
import { BACKSLASH, COMMA, LIST_CLOSE, LIST_OPEN, OBJECT_CLOSE, OBJECT_OPEN, QUOTE } from './json-bytes.js';

/** What a list item that is no object is, by its first byte; undefined if it is no JSON. */
export const wordForJunk = (byte: number): string | undefined => {
  if (byte === QUOTE) return 'text';
  if (byte === LIST_OPEN) return 'a list';
  if (byte === 0x74 || byte === 0x66) return 'a boolean';
  if (byte === 0x6e) return 'null';
  return byte === 0x2d || (byte >= 0x30 && byte <= 0x39) ? 'a number' : undefined;
};

/** Passes over a list item that is no object, up to the byte that ends it: `,`, `]`, `}`, or `{` of an object behind it. */
export class JunkScan {
  isOver = false;
  readonly #nested = new BalancedScan();
  #inNested = false;
  #inString = false;
  #escaped = false;

  begin(): void {
    this.isOver = false;
    this.#inNested = false;
    this.#inString = false;
    this.#escaped = false;
  }

  scan(chunk: Uint8Array, from: number): number {
    for (let at = from; at < chunk.length; at++) {
      if (this.#inNested) {
        at = this.#nested.scan(chunk, at);
        if (this.#nested.end === 'open') return at;
        this.#inNested = false;
        if (at === chunk.length) return at;
      }
      const byte = chunk[at] as number;
      if (this.#inString) this.#string(byte);
      else if (byte === QUOTE) this.#inString = true;
      else if (byte === LIST_OPEN) {
        this.#nested.begin(LIST_OPEN, false);
        this.#inNested = true;
      } else if (byte === COMMA || byte === LIST_CLOSE || byte === OBJECT_CLOSE || byte === OBJECT_OPEN) {
        this.isOver = true;
        return at;
      }
    }
    return chunk.length;
  }

  #string(byte: number): void {
    if (this.#escaped) this.#escaped = false;
    else if (byte === BACKSLASH) this.#escaped = true;
    else if (byte === QUOTE) this.#inString = false;
  }
}
