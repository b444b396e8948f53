import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { rankOf, TIERS, type Tier } from '../../core/registry/tier.js';
import type { DecidingRule } from '../../core/release/decision.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import { readBookFolder } from '../disk/book-folder.js';
import { cedarEngine } from './engine.js';

interface DecisionVectors {
  readonly defaults: { readonly class: Labels; readonly profile: Omit<Profile, 'tiers'> };
  readonly cases: readonly {
    readonly comment: string;
    readonly class?: Partial<Labels>;
    readonly profile?: Partial<Omit<Profile, 'tiers'>> & { readonly track?: string };
    readonly own?: boolean;
    readonly released_at: readonly Tier[];
    readonly conceals?: Readonly<Partial<Record<Tier, readonly string[]>>>;
    readonly rules?: Readonly<Partial<Record<Tier, readonly string[]>>>;
  }[];
}

interface ListingVectors {
  readonly cases: readonly {
    readonly comment: string;
    readonly track: string;
    readonly tier_on?: string;
    readonly listed_at: readonly Tier[];
    readonly rules?: Readonly<Partial<Record<Tier, readonly string[]>>>;
  }[];
}

const folder = new URL('../../../vectors/release/', import.meta.url);
const read = (name: string): unknown => JSON.parse(readFileSync(new URL(name, folder), 'utf8'));
const book = cedarEngine().load(await readBookFolder(fileURLToPath(new URL('../../../rulebook', import.meta.url))));
const decided = new Set<string>();

/** Ids of rules that decided, those that only came near with a `?`. */
const idsOf = (rules: readonly DecidingRule[]): readonly string[] =>
  rules.map(({ id, unmet }) => {
    if (!unmet) decided.add(id);
    return unmet ? `${id}?` : id;
  });

describe('the default rule book', () => {
  const names = readdirSync(folder).filter((name) => name.startsWith('decide-'));
  for (const name of names) {
    const { defaults, cases } = read(name) as DecisionVectors;
    describe(name, () => {
      it.each(cases.map((each) => [each.comment, each] as const))('%s', (_comment, each) => {
        const labels = { ...defaults.class, ...each.class };
        const { track = labels.track, ...profile } = { ...defaults.profile, ...each.profile };
        const released: Tier[] = [];
        for (const tier of TIERS) {
          const decision = book.decide(labels, { ...profile, tiers: { cyber: 0, [track]: rankOf(tier) } }, each.own ?? false);
          const ids = idsOf(decision.rules);
          expect(decision.errors).toEqual([]);
          if (decision.outcome === 'released') released.push(tier);
          const { [tier]: conceals } = each.conceals ?? {};
          if (conceals) expect(decision.conceals, tier).toEqual(conceals);
          const { [tier]: rules } = each.rules ?? {};
          if (rules) expect([...ids].sort(), tier).toEqual([...rules].sort());
          expect(ids.length, 'a decision without a reason').toBeGreaterThan(0);
        }
        expect(released).toEqual(each.released_at);
      });
    });
  }

  describe('list-collection.json', () => {
    const { cases } = read('list-collection.json') as ListingVectors;
    it.each(cases.map((each) => [each.comment, each] as const))('%s', (_comment, each) => {
      const listed = TIERS.filter((tier) => {
        const listing = book.list(each, {
          groups: [],
          clearances: [],
          consents: [],
          tiers: { [each.tier_on ?? each.track]: rankOf(tier) },
        });
        const ids = idsOf(listing.rules);
        const { [tier]: rules } = each.rules ?? {};
        if (rules) expect(ids, tier).toEqual(rules);
        expect(listing.errors).toEqual([]);
        return listing.listed;
      });
      expect(listed).toEqual(each.listed_at);
    });
  });

  it('has no rule that decides none of these cases', () => {
    expect(book.rules.map(({ id }) => id).filter((id) => !decided.has(id))).toEqual([]);
  });

  it('gives reasons that a partner can be told: lower case, plain, no full stop', () => {
    for (const { id, reason } of book.rules) expect(reason, id).toMatch(/^[a-z][a-z0-9+:,'() -]*$/);
  });

  it('names no group', () => {
    expect(book.groups).toEqual([]);
  });
});
