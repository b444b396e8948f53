export type Effect = 'permit' | 'forbid';

/** A rule that took part in a decision, with the reason its author wrote. */
export interface DecidingRule {
  readonly id: string;
  readonly effect: Effect;
  /** `release`, `reveal-<facet>` or `list-collection`. */
  readonly action: string;
  readonly reason: string;
  /** On a default denial: the conditions (Cedar text) of this nearest permit that do not hold. */
  readonly unmet?: readonly string[];
}

/**
 * The answer of the rule book for one release class and one profile (DESIGN 2.1). Every rule that determined the outcome of
 * `release` and of each facet is kept; on a default denial the nearest permits are, with their unmet conditions.
 */
export interface Decision {
  readonly outcome: 'released' | 'withheld';
  /** Facets that the class has and that may not be revealed; empty: the view is `whole`. Sorted. */
  readonly conceals: readonly string[];
  readonly rules: readonly DecidingRule[];
  /** Evaluation errors. Not empty: the outcome is `withheld`, whatever the rules said, and an alarm is due. */
  readonly errors: readonly string[];
}

/** The answer of the rule book for `list-collection`. */
export interface Listing {
  readonly listed: boolean;
  readonly rules: readonly DecidingRule[];
  readonly errors: readonly string[];
}
