import { ParleyError } from '../core/errors.js';
import type { ListOptions } from './options.js';

export interface ListPage<T> {
  readonly items: readonly T[];
  /** Cursor of the next piece; undefined: this was the last. */
  readonly next: string | undefined;
}

/** A piece of a list; an item's own key is its cursor. Errors: `cursor-foreign`. */
export const listPage = <T>(
  all: readonly T[],
  keyOf: (item: T) => string,
  { limit = all.length, after }: ListOptions,
): ListPage<T> => {
  const start = after === undefined ? 0 : all.findIndex((item) => keyOf(item) === after) + 1;
  if (after !== undefined && start === 0) throw new ParleyError('cursor-foreign');
  const items = all.slice(start, start + limit);
  const last = items.at(-1);
  return { items, next: last !== undefined && start + limit < all.length ? keyOf(last) : undefined };
};

/** Adds `next` to an answer that is not the last. */
export const withNext = <T extends object>(answer: T, next: string | undefined): T | (T & { readonly next: string }) =>
  next === undefined ? answer : { ...answer, next };
