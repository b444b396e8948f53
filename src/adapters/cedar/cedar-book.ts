import type { DecidingRule, Decision, Listing } from '../../core/release/decision.js';
import { distinct } from '../../core/release/distinct.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import type { Rule, RuleBook } from '../../exchange/ports/rule-engine.js';
import { nearestPermits } from './nearest-permits.js';
import { type Answer, classEntity, collectionEntity, prepareRules, profileEntity, type Question } from './prepared-rules.js';
import type { RuleText } from './rule-text.js';
import { revealing } from './schema-file.js';
import type { Views } from './views-file.js';

/** A book that `checkBook` found no fault in. */
export interface FitBook {
  readonly hash: string;
  readonly rules: readonly RuleText[];
  readonly views: Views;
  /** The completed schema. */
  readonly schema: string;
}

/** Part of a decision: one action. */
interface Verdict {
  readonly permitted: boolean;
  readonly rules: readonly DecidingRule[];
  readonly errors: readonly string[];
}

export const cedarBook = ({ hash, rules, views, schema }: FitBook): RuleBook => {
  const prepared = prepareRules(hash, schema, Object.fromEntries(rules.map(({ text }, at) => [String(at), text])));
  const nearest = nearestPermits(hash, schema, rules);
  const known = new Set(views.facets.map(({ name }) => name));

  const ruleOn = (question: Question): Verdict => {
    const answer = prepared.ask(question);
    const errors = answer.errors.map(({ key, message }) => `${idOf(rules, key)}: ${message}`);
    const determining = determiningRules(rules, answer).map((rule) => decidingRule(rule, question.action));
    if (answer.allowed || errors.length > 0 || determining.length > 0)
      return { permitted: answer.allowed, rules: determining, errors };
    const near = nearest(question).map(({ rule, unmet }) => ({ ...decidingRule(rule, question.action), unmet }));
    return { permitted: false, rules: near, errors };
  };

  const decide = (labels: Labels, profile: Profile, own: boolean): Decision => {
    const question = { principal: profileEntity(profile), resource: classEntity(labels), context: { own } };
    const release = ruleOn({ ...question, action: 'release' });
    if (!release.permitted) return withheld(labels, release.rules, release.errors);
    const facets = distinct(labels.facets);
    // A facet that the book does not know has no action, hence no permit.
    const verdicts = facets.map((facet) => (known.has(facet) ? ruleOn({ ...question, action: revealing(facet) }) : undefined));
    const deciding = [...release.rules, ...verdicts.flatMap((verdict) => verdict?.rules ?? [])];
    const errors = verdicts.flatMap((verdict) => verdict?.errors ?? []);
    if (errors.length > 0) return withheld(labels, deciding, errors);
    return { outcome: 'released', conceals: facets.filter((_, at) => !verdicts[at]?.permitted), rules: deciding, errors };
  };

  const list = (collection: { readonly track: string }, profile: Profile): Listing => {
    const question = { principal: profileEntity(profile), resource: collectionEntity(collection), context: {} };
    const { permitted, rules: deciding, errors } = ruleOn({ ...question, action: 'list-collection' });
    return { listed: permitted, rules: deciding, errors };
  };

  return {
    hash,
    ...views,
    rules: rules.map(publicRule),
    groups: distinct(rules.flatMap(({ literals }) => literals.groups)),
    decide,
    list,
  };
};

/** Nothing of a withheld object is revealed: all its facets count as concealed, so an added `forbid` can only add to them. */
const withheld = (labels: Labels, rules: readonly DecidingRule[], errors: readonly string[]): Decision => ({
  outcome: 'withheld',
  conceals: distinct(labels.facets),
  rules,
  errors,
});

/** In the order of the book: Cedar gives them in none. */
const determiningRules = (rules: readonly RuleText[], { determining }: Answer): readonly RuleText[] => {
  const keys = new Set(determining);
  return rules.filter((_, at) => keys.has(String(at)));
};

const idOf = (rules: readonly RuleText[], key: string | undefined): string =>
  (key === undefined ? undefined : rules[Number(key)]?.id) ?? 'schema';

const decidingRule = ({ id = '', effect, reason = '' }: RuleText, action: string): DecidingRule => ({
  id,
  effect,
  action,
  reason,
});

const publicRule = (rule: RuleText): Rule => ({
  ...decidingRule(rule, rule.actions?.join(', ') ?? '*'),
  file: rule.file,
  line: rule.line,
});
