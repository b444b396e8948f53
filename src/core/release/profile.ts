/**
 * The policy-relevant attributes of a partner. It carries no name and no id of the partner, so a rule cannot name one.
 * Lists are sorted and without repetition: equal profiles have equal canonical JSON.
 */
export interface Profile {
  /** Rank (0 closed to 4 ally) on every track of the node. */
  readonly tiers: Readonly<Record<string, number>>;
  readonly groups: readonly string[];
  readonly clearances: readonly string[];
  /** Ids of the originators that consent, now, to this partner receiving what they released. */
  readonly consents: readonly string[];
}
