import type { PullPosition } from '../../core/pull/pull-position.js';
import { laterOf } from './date-added.js';

/** What a page says about the one after it. */
export interface Signs {
  readonly more: boolean;
  readonly next: string | undefined;
  /** X-TAXII-Date-Added-Last as `dateAdded` reads it. */
  readonly last?: string | undefined;
}

/** `on`: there is more, from this position; `through`: a later pull begins there; `stuck`: there is more, and no way to it. */
export type Step =
  | { readonly kind: 'on' | 'through'; readonly position: PullPosition }
  | { readonly kind: 'stuck'; readonly reason: string };

/**
 * Where to go on after a page that was asked for from a position. A `next` may be the same for all pages (medallion): it is the pages
 * that show whether a server goes in a circle.
 *
 * TAXII 3.5: with `next` "the client will need to supply the same URL parameters from the original request"; without it "the client
 * can paginate by using the added_after filter with the date/time value from the X-TAXII-Date-Added-Last header". After the last
 * page the place to begin is the latest date that was met, never the time of day: what was added meanwhile would be lost.
 */
export const stepAfter = (asked: PullPosition, { more, next, last }: Signs): Step => {
  const reached = laterOf(asked.reached, last ?? null);
  const byDate = { ...asked, next: null, reached: null };
  if (!more) return { kind: 'through', position: { ...byDate, added_after: laterOf(asked.added_after, reached) } };
  if (next !== undefined) return { kind: 'on', position: { ...asked, next, reached } };
  if (last === undefined) return { kind: 'stuck', reason: 'it gives neither `next` nor X-TAXII-Date-Added-Last' };
  if (asked.added_after !== null && last <= asked.added_after)
    return { kind: 'stuck', reason: 'X-TAXII-Date-Added-Last is not after what was asked for' };
  return { kind: 'on', position: { ...byDate, added_after: last } };
};
