import { wantedEntries } from './fate.js';
import { servedLines } from './served.js';
import { stampAfter } from './stamp.js';
import { transitionsOf } from './transitions.js';

/**
 * The four pure functions that make a feed what it is. A value, so that the feed machine can break each one on purpose and
 * see that a law catches it.
 */
export interface FeedScheme {
  readonly wanted: typeof wantedEntries;
  readonly served: typeof servedLines;
  readonly transitions: typeof transitionsOf;
  readonly stamp: typeof stampAfter;
}

export const FEED_SCHEME: FeedScheme = {
  wanted: wantedEntries,
  served: servedLines,
  transitions: transitionsOf,
  stamp: stampAfter,
};
