import type { DecidingRule, Decision, Listing } from '../../core/release/decision.js';
import type { Facet, NamedView } from '../../core/release/facet.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import type { BookFiles } from './books.js';

/** A finding of `rules check`. `file` is relative to the book, `line` counts from 1. Only `error` makes a book unfit. */
export interface BookProblem {
  readonly file: string;
  readonly line: number;
  readonly code: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What lint compares the book with. */
export interface Roster {
  /** Slugs, names, ids and identity ids of all participants. */
  readonly names: readonly string[];
  /** Members by group. */
  readonly groups: ReadonlyMap<string, number>;
}

/** A rule as its author wrote it. */
export interface Rule extends DecidingRule {
  readonly file: string;
  readonly line: number;
}

/**
 * A rule book, parsed and ready. Decisions are pure: same book, same input, same answer. An evaluation error denies
 * (Cedar skips a policy that errs, so a forbid could be lost) and stands in `errors`.
 */
export interface RuleBook {
  /** SHA-256 (hex) over the names and texts of all files. */
  readonly hash: string;
  readonly facets: readonly Facet[];
  readonly views: readonly NamedView[];
  readonly rules: readonly Rule[];
  /** Groups that a rule mentions, for `explain`'s path. */
  readonly groups: readonly string[];
  decide(labels: Labels, profile: Profile, own: boolean): Decision;
  list(collection: { readonly track: string }, profile: Profile): Listing;
}

export interface RuleEngine {
  /** Throws `rules-invalid` when `check` would find an error that does not depend on the roster. */
  load(files: BookFiles): RuleBook;
  /** Every problem there is, by file and line, beside the roster; never throws for what the files say. `hash` as in `RuleBook`. */
  check(files: BookFiles, roster: Roster): { readonly problems: readonly BookProblem[]; readonly hash: string };
}
