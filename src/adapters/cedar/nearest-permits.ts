import { type PreparedRules, prepareRules, type Question } from './prepared-rules.js';
import type { RuleText } from './rule-text.js';

/** A permit that did not hold, with the conditions that stood in its way. */
export interface NearPermit {
  readonly rule: RuleText;
  /** Cedar text; of an `unless`, its negation. */
  readonly unmet: readonly string[];
}

interface Condition {
  readonly key: string;
  readonly text: string;
  /** It can change with the partner's standing; one that cannot is a fact of the object. */
  readonly movable: boolean;
}

interface TakenApart {
  readonly rule: RuleText;
  readonly scope: string;
  readonly conditions: readonly Condition[];
}

/** Finds, for a question that no permit answered, the permits that came nearest. */
export type NearestPermits = (question: Question) => readonly NearPermit[];

/**
 * Takes every permit apart into one policy for its scope and one for each condition; those that hold are what Cedar lists as
 * determining. Nearest are the permits with the fewest unmet facts of the object, then with the fewest unmet conditions: the
 * permit for AMBER is no answer to why something GREEN is withheld.
 */
export const nearestPermits = (name: string, schema: string, rules: readonly RuleText[]): NearestPermits => {
  const permits = rules.filter(({ effect }) => effect === 'permit').map(takeApart);
  let prepared: PreparedRules | undefined;
  return (question) => {
    prepared ??= prepareRules(`${name} conditions`, schema, policiesFor(permits));
    return nearestIn(permits, prepared, question);
  };
};

const takeApart = (rule: RuleText, at: number): TakenApart => ({
  rule,
  scope: `${at}`,
  conditions: rule.clauses.map(({ kind, text }, n) => ({
    key: `${at}#${n}`,
    text: kind === 'when' ? text : `!(${text})`,
    movable: /\bprincipal\b/.test(text),
  })),
});

const policiesFor = (permits: readonly TakenApart[]): Readonly<Record<string, string>> =>
  Object.fromEntries(
    permits.flatMap(({ rule, scope, conditions }) => [
      [scope, `permit ${rule.scope};`],
      ...conditions.map(({ key, text }) => [key, `permit ${rule.scope} when { ${text} };`] as const),
    ]),
  );

const nearestIn = (permits: readonly TakenApart[], prepared: PreparedRules, question: Question): readonly NearPermit[] => {
  const holding = new Set(prepared.ask(question).determining);
  const candidates = permits
    .filter(({ scope }) => holding.has(scope))
    .map(({ rule, conditions }) => {
      const unmet = conditions.filter(({ key }) => !holding.has(key));
      return { rule, unmet: unmet.map(({ text }) => text), facts: unmet.filter(({ movable }) => !movable).length };
    });
  const facts = Math.min(...candidates.map((candidate) => candidate.facts));
  const reachable = candidates.filter((candidate) => candidate.facts === facts);
  const fewest = Math.min(...reachable.map(({ unmet }) => unmet.length));
  return reachable.filter(({ unmet }) => unmet.length === fewest).map(({ rule, unmet }) => ({ rule, unmet }));
};
