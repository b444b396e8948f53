/**
 * date_added of the next entry of a feed, ms: its own clock, strictly increasing by steps of 1 ms (TAXII 3.5: a client that
 * pages by added_after loses objects that share one date_added across a page border). Nothing but the instant of the seal
 * and the feed's own last entry takes part, so what others receive or what is withheld never takes a place.
 */
export const stampAfter = (last: number | undefined, sealedAt: number): number =>
  last === undefined ? sealedAt : Math.max(sealedAt, last + 1);
