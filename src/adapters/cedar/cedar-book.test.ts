import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Decision } from '../../core/release/decision.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import { readBookFolder } from '../disk/book-folder.js';
import { cedarEngine } from './engine.js';

const engine = cedarEngine();
const files = await readBookFolder(fileURLToPath(new URL('../../../rulebook', import.meta.url)));
const book = engine.load(files);

/** Errs on every open track: the sum is beyond a Cedar long. */
const ERRING = '{ principal.hasTag(resource.track) && principal.getTag(resource.track) + 9223372036854775807 > 0 }';

const withPolicy = (policy: string) =>
  engine.load({ ...files, 'added.cedar': `@id("added") @reason("added by the test")\n${policy}` });

const GREEN: Labels = {
  kind: 'report',
  track: 'cyber',
  tlp: ['green'],
  pap: [],
  iep: [],
  markings: [],
  handling: [],
  facets: [],
  confidence: 'unspecified',
  originator: null,
};
const standing = (tier: number): Profile => ({ tiers: { cyber: tier }, groups: [], clearances: [], consents: [] });

const words = (...all: string[]) => fc.subarray(all).map((some) => [...some].sort());
const anyLabels: fc.Arbitrary<Labels> = fc.record({
  kind: fc.constantFrom('report', 'indicator'),
  track: fc.constantFrom('cyber', 'finance'),
  tlp: words('clear', 'green', 'amber', 'amber+strict', 'red'),
  pap: words('amber', 'red'),
  iep: words('permitted_actions:none'),
  markings: words('marking-definition--m'),
  handling: words('no-onward'),
  facets: words('victim', 'source', 'relations', 'detail', 'motive'),
  confidence: fc.constantFrom('unspecified', 'low', 'high'),
  originator: fc.constantFrom(null, 'p-1'),
});
const anyProfile: fc.Arbitrary<Profile> = fc.record({
  tiers: fc.record({ cyber: fc.integer({ min: 0, max: 4 }), finance: fc.integer({ min: 0, max: 4 }) }),
  groups: words('league', 'industry'),
  clearances: words('tlp:amber', 'tlp:amber+strict', 'marking-definition--m'),
  consents: words('p-1'),
});

const revealed = ({ outcome, conceals }: Decision, { facets }: Labels): readonly string[] =>
  outcome === 'withheld' ? [] : facets.filter((facet) => !conceals.includes(facet));

describe('a decision', () => {
  it('shows nothing more when any forbid is added', () => {
    const conditions = [
      '',
      'when { resource.tlp.contains("green") }',
      'when { principal.groups.contains("league") } unless { context.own }',
      'when { resource has originator }',
      `when ${ERRING}`,
      'when { ["high"].contains(resource.confidence) }',
    ];
    const scopes = ['action == Action::"release"', 'action in [Action::"reveal-victim", Action::"reveal-relations"]', 'action'];
    const books = scopes.flatMap((scope) =>
      conditions.map((condition) => withPolicy(`forbid (principal, ${scope}, resource is ReleaseClass) ${condition};`)),
    );
    fc.assert(
      fc.property(fc.constantFrom(...books), anyLabels, anyProfile, fc.boolean(), (stricter, labels, profile, own) => {
        const before = book.decide(labels, profile, own);
        const after = stricter.decide(labels, profile, own);
        if (after.outcome === 'released') expect(before.outcome).toBe('released');
        for (const facet of revealed(after, labels)) expect(revealed(before, labels)).toContain(facet);
      }),
    );
  });

  it('says which permits came nearest and what they lacked, when nothing decided', () => {
    const [rule, ...others] = book.decide({ ...GREEN, tlp: ['amber'] }, standing(3), false).rules;
    expect(others).toEqual([]);
    expect(rule).toMatchObject({
      id: 'tlp-amber',
      effect: 'permit',
      action: 'release',
      unmet: ['principal.clearances.contains("tlp:amber")'],
    });
  });

  it('takes the condition of an `unless` as its negation', () => {
    const odd = withPolicy(
      'permit (principal, action == Action::"release", resource) when { resource.kind == "note" } unless { principal.groups.isEmpty() };',
    );
    const { rules } = odd.decide({ ...GREEN, kind: 'note', tlp: ['red', 'purple'] }, standing(4), false);
    expect(rules.map(({ id }) => id)).toEqual(['tlp-red-never']);
    const near = odd.decide({ ...GREEN, kind: 'note', tlp: ['purple'] }, standing(4), false).rules;
    expect(near).toMatchObject([{ id: 'added', unmet: ['!(principal.groups.isEmpty())'] }]);
  });

  it('names no permit that is not about the action', () => {
    const { rules } = book.decide({ ...GREEN, facets: ['victim'] }, standing(3), false);
    expect(rules.filter(({ unmet }) => unmet).map(({ id, action }) => `${id} ${action}`)).toEqual([
      'reveal-victim-ally reveal-victim',
    ]);
  });

  it('gives its rules in the order of the book', () => {
    const order = book.rules.map(({ id }) => id);
    const { rules } = book.decide({ ...GREEN, tlp: ['red'], originator: 'p-1', pap: ['red'] }, standing(0), false);
    const places = rules.map(({ id }) => order.indexOf(id));
    expect(places.length).toBe(4);
    expect(places).toEqual([...places].sort((a, b) => a - b));
  });

  it('conceals a facet that the book does not know', () => {
    expect(book.decide({ ...GREEN, facets: ['motive'] }, standing(4), false)).toMatchObject({
      outcome: 'released',
      conceals: ['motive'],
    });
  });

  it('conceals a new facet until a rule reveals it, without an edit of the schema', () => {
    const views = JSON.parse(files['views.json'] ?? '') as { facets: unknown[]; views: unknown[] };
    views.facets.push({ name: 'motive', description: 'why', selectors: [{ type: '*', path: 'x_motive' }] });
    const wider = { ...files, 'views.json': JSON.stringify(views) };
    const motive = { ...GREEN, facets: ['motive'] };
    expect(engine.load(wider).decide(motive, standing(4), false).conceals).toEqual(['motive']);
    const rule = '@id("reveal-motive") @reason("x") permit (principal, action == Action::"reveal-motive", resource);';
    expect(engine.load({ ...wider, 'motive.cedar': rule }).decide(motive, standing(3), false).conceals).toEqual([]);
  });
});

describe('an error', () => {
  it('withholds, although Cedar skips a forbid that errs', () => {
    const erring = withPolicy(`forbid (principal, action == Action::"release", resource) when ${ERRING};`);
    const decision = erring.decide({ ...GREEN, facets: ['victim'] }, standing(4), false);
    expect(decision).toMatchObject({ outcome: 'withheld', conceals: ['victim'] });
    expect(decision.errors).toHaveLength(1);
    expect(decision.errors[0]).toMatch(/^added: .*overflow/);
  });

  it('in one facet withholds the whole object', () => {
    const erring = withPolicy(`forbid (principal, action == Action::"reveal-relations", resource) when ${ERRING};`);
    expect(erring.decide({ ...GREEN, facets: ['relations'] }, standing(4), false).outcome).toBe('withheld');
    expect(erring.decide(GREEN, standing(4), false).outcome).toBe('released');
  });

  it('closes the collection it occurs for', () => {
    const erring = withPolicy(`forbid (principal, action == Action::"list-collection", resource) when ${ERRING};`);
    const listing = erring.list({ track: 'cyber' }, standing(4));
    expect(listing.listed).toBe(false);
    expect(listing.errors[0]).toMatch(/^added: /);
  });

  it('in the question itself withholds too', () => {
    const decision = book.decide(GREEN, { ...standing(4), tiers: { cyber: 3.5 } }, false);
    expect(decision.outcome).toBe('withheld');
    expect(decision.errors.length).toBeGreaterThan(0);
  });
});

describe('a book', () => {
  it('tells which groups its rules speak of', () => {
    const grouped = withPolicy(
      'permit (principal, action == Action::"release", resource) when { principal.groups.containsAny(["league", "industry"]) };',
    );
    expect(grouped.groups).toEqual(['industry', 'league']);
  });

  it('tells where each rule stands', () => {
    const [rule] = withPolicy('forbid (principal, action in [Action::"release", Action::"reveal-victim"], resource);').rules;
    expect(rule).toEqual({
      id: 'added',
      effect: 'forbid',
      action: 'release, reveal-victim',
      reason: 'added by the test',
      file: 'added.cedar',
      line: 1,
    });
    expect(book.rules.find(({ id }) => id === 'track-closed')).toMatchObject({ action: '*', file: 'track.cedar', line: 2 });
  });

  it('keeps its answers when another book is loaded', () => {
    const closed = withPolicy('forbid (principal, action, resource);');
    expect(closed.decide(GREEN, standing(4), false).outcome).toBe('withheld');
    expect(book.decide(GREEN, standing(4), false).outcome).toBe('released');
  });
});
