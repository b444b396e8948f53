import { rankOf, TIERS } from '../core/registry/tier.js';
import type { Labels } from '../core/release/labels.js';
import type { Profile } from '../core/release/profile.js';

/** A change of a partner's standing that would show more. Several at once are joined by ` and `. */
export interface PathStep {
  readonly change: string;
  readonly detail: string;
}

export interface PathQuestion {
  readonly profile: Profile;
  /** Whether a partner of that profile would see the object: by listing, by class, by the fate of all its versions. */
  readonly sees: (profile: Profile) => boolean;
  /** Labels of every class that takes part in the answer. */
  readonly labels: readonly Labels[];
  /** Tracks of those classes and of the collections they stand in. */
  readonly tracks: readonly string[];
  /** Groups that the rule book speaks of. */
  readonly groups: readonly string[];
}

interface Candidate extends PathStep {
  /** Changes that differ only in how far a tier rises have one key; the smallest comes first. */
  readonly key: string;
  readonly apply: (profile: Profile) => Profile;
}

/**
 * The smallest changes of tier, clearance, group or consent after which the partner would see the object: all single ones; only
 * if there is none, pairs. Found by asking what would be served, so it holds for every rule book.
 */
export const pathTo = (question: PathQuestion): readonly PathStep[] => {
  const { profile, sees } = question;
  const candidates = candidatesFor(question);
  const single = smallest(candidates.filter(({ apply }) => sees(apply(profile))));
  if (single.length > 0) return single;
  return smallest(pairsOf(candidates).filter(({ apply }) => sees(apply(profile))));
};

const pairsOf = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.flatMap((one, at) =>
    candidates
      .slice(at + 1)
      .filter((other) => other.key !== one.key)
      .map((other) => ({
        change: `${one.change} and ${other.change}`,
        detail: `${one.detail} and ${other.detail}`,
        key: `${one.key} and ${other.key}`,
        apply: (profile: Profile) => other.apply(one.apply(profile)),
      })),
  );

const smallest = (steps: readonly Candidate[]): readonly PathStep[] => {
  const byKey = new Map<string, PathStep>();
  for (const { key, change, detail } of steps) if (!byKey.has(key)) byKey.set(key, { change, detail });
  return [...byKey.values()];
};

const candidatesFor = ({ profile, labels, tracks, groups }: PathQuestion): readonly Candidate[] => {
  const tiers = [...new Set(tracks)].flatMap((track) => {
    const rank = profile.tiers[track] ?? 0;
    return TIERS.filter((tier) => rankOf(tier) > rank).map((tier) => ({
      change: 'tier',
      detail: `${track}: ${TIERS[rank]} to ${tier}`,
      key: `tier ${track}`,
      apply: (to: Profile): Profile => ({ ...to, tiers: { ...to.tiers, [track]: rankOf(tier) } }),
    }));
  });
  const clearances = lacking(profile.clearances, labels.flatMap(clearancesFor)).map((one) =>
    adding('clearance', 'clearances', one),
  );
  const joined = lacking(profile.groups, groups).map((group) => adding('group', 'groups', group));
  const originators = labels.flatMap(({ originator }) => (originator === null ? [] : [originator]));
  const consents = lacking(profile.consents, originators).map((one) => ({
    ...adding('consent', 'consents', one),
    detail: 'of the originator',
  }));
  return [...tiers, ...clearances, ...joined, ...consents];
};

/** An unlabelled object may be ruled on as if it were AMBER. */
const clearancesFor = ({ tlp, pap, markings }: Labels): readonly string[] => [
  ...(tlp.length === 0 ? ['tlp:amber'] : tlp.map((level) => `tlp:${level}`)),
  ...pap.map((level) => `pap:${level}`),
  ...markings,
];

const lacking = (held: readonly string[], wanted: readonly string[]): readonly string[] =>
  [...new Set(wanted)].filter((value) => !held.includes(value));

const adding = (change: string, list: 'clearances' | 'groups' | 'consents', value: string): Candidate => ({
  change,
  detail: value,
  key: `${change} ${value}`,
  apply: (profile) => ({ ...profile, [list]: [...profile[list], value].sort() }),
});
