import { COMMA, LIST_CLOSE, OBJECT_CLOSE } from './json-bytes.js';

/** Where a reader stands in a JSON list: at its beginning, behind a comma, or behind an item. */
export class ListPlace {
  /** A fault between items is reported once per list. */
  reported = false;
  #expects: 'first' | 'item' | 'separator' = 'first';

  /** What is expected instead of this byte, if the byte cannot stand here. */
  faultAt(byte: number): string | undefined {
    const isSeparator = byte === COMMA;
    const isEnd = byte === LIST_CLOSE;
    if (this.#expects === 'separator') return isSeparator || isEnd ? undefined : '`,` or `]`';
    if (this.#expects === 'first') return isSeparator || byte === OBJECT_CLOSE ? 'an object or `]`' : undefined;
    return isSeparator || isEnd || byte === OBJECT_CLOSE ? 'an object' : undefined;
  }

  get expectsItem(): boolean {
    return this.#expects !== 'separator';
  }

  passed(): void {
    this.#expects = 'separator';
  }

  separated(): void {
    this.#expects = 'item';
  }
}
