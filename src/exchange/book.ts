import { ParleyError } from '../core/errors.js';
import type { House } from './house.js';
import type { StoredBook } from './ports/books.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Reader } from './ports/store.js';

const BOOKS_KEPT = 4;
const loaded = new WeakMap<object, Map<string, RuleBook>>();

/** The parsed rule book of these files; parsing costs tens of ms, so the last few are kept by hash. */
const bookOf = (house: House, stored: StoredBook): RuleBook => {
  const books = loaded.get(house.engine) ?? new Map<string, RuleBook>();
  loaded.set(house.engine, books);
  const known = books.get(stored.hash);
  if (known) return known;
  const book = house.engine.load(stored.files);
  books.set(stored.hash, book);
  const oldest = books.keys().next().value;
  if (books.size > BOOKS_KEPT && oldest !== undefined) books.delete(oldest);
  return book;
};

/** The rule book in force in this snapshot. */
export const bookInForce = async (house: House, reader: Reader): Promise<RuleBook> => {
  const stored = await reader.books.inForce();
  if (!stored) throw new ParleyError('fault');
  return bookOf(house, stored);
};
