import type { BookFiles } from '../../src/exchange/ports/books.js';
import type { Founded } from '../founded.js';

/** A founded node with two partners (`p0`, `p1`) and two collections (`c0` on cyber, `c1` on finance), and its clock. */
export interface Stage extends Founded {
  readonly books: { readonly lax: BookFiles; readonly strict: BookFiles };
}

export type Law = 'MISS' | 'EXTRA' | 'SAME' | 'ORDER' | 'SILENT' | 'TWIN' | 'EXPO' | 'DUP' | 'GHOST' | 'LEDGER';
