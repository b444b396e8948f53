import { distinct } from './distinct.js';
import type { Profile } from './profile.js';

/** What the registry knows of a partner that rules may see. Ranks run from 0 (closed) to 4 (ally). */
export interface PartnerFacts {
  readonly tiers: Readonly<Record<string, number>>;
  readonly groups: readonly string[];
  readonly clearances: readonly string[];
  readonly consents: readonly string[];
}

/** The profile of a partner on a node with these tracks: every track is present, the ones without a tier are closed. */
export const profileOf = ({ tiers, groups, clearances, consents }: PartnerFacts, tracks: readonly string[]): Profile => ({
  tiers: Object.fromEntries(distinct(tracks).map((track) => [track, Object.hasOwn(tiers, track) ? (tiers[track] ?? 0) : 0])),
  groups: distinct(groups),
  clearances: distinct(clearances),
  consents: distinct(consents),
});
