import { LIMITS } from '../core/limits.js';
import { rankOf, TIERS } from '../core/registry/tier.js';
import type { Decision } from '../core/release/decision.js';
import type { Labels } from '../core/release/labels.js';
import type { Profile } from '../core/release/profile.js';
import type { RuleBook } from './ports/rule-engine.js';

/** A change of a partner's standing that would show more. Several kinds at once are joined by ` and `. */
export interface PathStep {
  readonly change: string;
  readonly detail: string;
}

interface Candidate extends PathStep {
  readonly apply: (profile: Profile) => Profile;
}

/**
 * The smallest changes of tier, clearance, group or consent that would show more of a class: all single ones that do; only if
 * there is none, pairs. Found by asking the rule book, so it holds for every book.
 */
export const pathTo = (
  book: RuleBook,
  { labels, profile, own }: { labels: Labels; profile: Profile; own: boolean },
): readonly PathStep[] => {
  const now = book.decide(labels, profile, own);
  const shows = (...changes: readonly Candidate[]) => {
    const changed = changes.reduce((so, { apply }) => apply(so), profile);
    return showsMore(book.decide(labels, changed, own), now);
  };
  const candidates = candidatesFor(book, labels, profile);
  const single = leastTiers(candidates.filter((one) => shows(one)));
  if (single.length > 0 || LIMITS.path_changes_max < 2) return single.map(stepOf);
  const pairs = candidates.flatMap((one, at) =>
    candidates
      .slice(at + 1)
      .filter((other) => other.change !== one.change || one.change !== 'tier')
      .filter((other) => shows(one, other))
      .map((other) => ({ change: `${one.change} and ${other.change}`, detail: `${one.detail} and ${other.detail}` })),
  );
  return leastTiers(pairs);
};

const showsMore = (then: Decision, now: Decision): boolean =>
  then.outcome === 'released' &&
  (now.outcome === 'withheld' ||
    (then.conceals.length < now.conceals.length && then.conceals.every((facet) => now.conceals.includes(facet))));

const candidatesFor = (book: RuleBook, labels: Labels, profile: Profile): readonly Candidate[] => {
  const rank = profile.tiers[labels.track] ?? 0;
  const tiers = TIERS.filter((tier) => rankOf(tier) > rank).map((tier) => ({
    change: 'tier',
    detail: `${labels.track}: ${TIERS[rank]} to ${tier}`,
    apply: (to: Profile): Profile => ({ ...to, tiers: { ...to.tiers, [labels.track]: rankOf(tier) } }),
  }));
  const named = [...labels.tlp.map((level) => `tlp:${level}`), ...labels.pap.map((level) => `pap:${level}`), ...labels.markings];
  // An unlabelled object may be ruled on as if it were AMBER.
  const wanted = labels.tlp.length === 0 ? [...named, 'tlp:amber'] : named;
  const clearances = wanted
    .filter((clearance) => !profile.clearances.includes(clearance))
    .map((clearance) => adding('clearance', 'clearances', clearance));
  const groups = book.groups.filter((group) => !profile.groups.includes(group)).map((group) => adding('group', 'groups', group));
  const { originator } = labels;
  const consent =
    originator !== null && !profile.consents.includes(originator)
      ? [{ ...adding('consent', 'consents', originator), detail: 'consent of the originator' }]
      : [];
  return [...tiers, ...clearances, ...groups, ...consent];
};

const adding = (change: string, list: 'clearances' | 'groups' | 'consents', value: string): Candidate => ({
  change,
  detail: value,
  apply: (profile) => ({ ...profile, [list]: [...profile[list], value].sort() }),
});

/** Of changes that differ only in how far a tier rises, the first, which rises least. */
const leastTiers = <T extends PathStep>(steps: readonly T[]): readonly T[] => {
  const seen = new Set<string>();
  return steps.filter(({ change, detail }) => {
    const key = `${change} ${detail.replace(/(\S+: \S+ to )\S+/, '$1')}`;
    return !seen.has(key) && seen.add(key);
  });
};

const stepOf = ({ change, detail }: PathStep): PathStep => ({ change, detail });
