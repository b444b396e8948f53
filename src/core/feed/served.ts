import type { WantedEntry } from './fate.js';

/** What one participant could be served of one line: of the versions of an id that one submitter has sent. */
export interface Claim {
  readonly wanted: readonly WantedEntry[];
  /** The participant has sent it itself. */
  readonly own: boolean;
  /** Collections in which the participant's feed holds it now. */
  readonly live: ReadonlySet<number>;
  /** Lower goes first where nothing else decides: 0 is the host's. */
  readonly rank: number;
}

/**
 * Which entries of a line a participant is served where others have sent the same id: "all representations of a version" must be
 * one (STIX 3.6), so a feed shows one line, collection by collection. A submitter reads its own back; else the line stays that is
 * there, so that what somebody else sends or withdraws changes no byte; else the host's, else the first. Only lines that the
 * participant may see are compared: what is hidden decides nothing.
 */
export const servedEntries = (claim: Claim, others: readonly Claim[]): readonly WantedEntry[] =>
  others.length === 0
    ? claim.wanted
    : claim.wanted.filter(({ collection }) => !others.some((other) => goesBefore(other, claim, collection)));

/**
 * What each line of an id is to have, of which the first has changed; undefined: it stays as it is. Lines of others move only with
 * one that this feed has or gets: what it does not show must not even change an order.
 */
export const servedLines = (claims: readonly Claim[]): readonly (readonly WantedEntry[] | undefined)[] => {
  const served = claims.map((claim) =>
    servedEntries(
      claim,
      claims.filter((other) => other !== claim),
    ),
  );
  const shows = (claims[0]?.live.size ?? 0) > 0 || (served[0]?.length ?? 0) > 0;
  return served.map((entries, at) => (at === 0 || shows ? entries : undefined));
};

const goesBefore = (one: Claim, other: Claim, collection: number): boolean => {
  if (!one.wanted.some((entry) => entry.collection === collection)) return false;
  if (one.own !== other.own) return one.own;
  const [oneIsLive, otherIsLive] = [one.live.has(collection), other.live.has(collection)];
  return oneIsLive === otherIsLive ? one.rank < other.rank : oneIsLive;
};
