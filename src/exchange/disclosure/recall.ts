import type { Caller } from '../../core/registry/participant.js';
import type { House } from '../house.js';
import type { Carried } from '../ports/disclosures.js';
import type { FeedState } from '../ports/feeds.js';
import { heldMemoryOf } from './held-memory.js';

/** What a page was made from, and what it disclosed. */
export interface PageOrigin extends FeedState {
  readonly collection: number;
  readonly parts: readonly { readonly carried: Carried; readonly positions: readonly number[] }[];
}

/**
 * Whether a page that has left before would be the same and disclose nothing new if it were made now: the feed is as it was, the
 * participant stands as it stood, its token is in force, and what the page tells is on record. One query, in one snapshot.
 */
export const stillStands = async (house: House, { num, token }: Caller, origin: PageOrigin): Promise<boolean> => {
  if (token === undefined) return false;
  const { collection, parts } = origin;
  const at = house.clock();
  const look = { participant: num, collection, token, at };
  const now = await house.store.read((reader) => reader.feeds.state(look), { oneQuery: true });
  if (now === undefined || now.revision !== origin.revision || !isSettled(now, at)) return false;
  if (now.standing.epoch !== origin.standing.epoch || now.standing.history !== origin.standing.history) return false;
  const memory = heldMemoryOf(house);
  const feed = { participant: num, collection };
  return parts.every(({ carried, positions }) => memory.holds(now.standing, feed, carried, positions));
};

/** No sweep is under way that pages have to look beyond, and no consent has run out. */
export const isSettled = ({ standing: { swept, due, changesAt } }: FeedState, at: number): boolean =>
  swept === due && (changesAt === null || changesAt > at);
