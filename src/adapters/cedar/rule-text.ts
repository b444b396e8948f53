import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { BookFiles } from '../../exchange/ports/books.js';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { type Literals, literalsOf } from './literals.js';
import { type PolicyParts, partsOf, policiesIn } from './policy-scan.js';
import { cedarMessage, errorAt, type Place, placeWithin } from './problem.js';

/** A policy of the book: its place, its annotations and the parts that explanations need. */
export interface RuleText extends Place, PolicyParts {
  readonly text: string;
  /** `@id` and `@reason`; undefined where the author left them out. */
  readonly id: string | undefined;
  readonly reason: string | undefined;
  /** Actions of its scope; undefined: every action. */
  readonly actions: readonly string[] | undefined;
  readonly literals: Literals;
}

/** All policies of the `*.cedar` files, by file name and place, and what Cedar cannot parse. */
export const readRules = (
  files: BookFiles,
): { readonly rules: readonly RuleText[]; readonly problems: readonly BookProblem[] } => {
  const placed = Object.keys(files)
    .sort()
    .filter((file) => file.endsWith('.cedar'))
    .flatMap((file) => policiesIn(files[file] ?? '').map((policy) => ({ file, ...policy })));
  const problems = malformedOf(placed);
  const malformed = new Set(problems.map(({ at }) => at));
  const rules = placed.filter((_, at) => !malformed.has(at)).map(({ text, file, line }) => ruleOf(text, { file, line }));
  return { rules, problems: problems.map(({ problem }) => problem) };
};

type PlacedPolicy = Place & { readonly text: string };

/** Parsing all at once is several times faster than one by one, and in a fit book it is enough. */
const malformedOf = (policies: readonly PlacedPolicy[]): readonly { readonly at: number; readonly problem: BookProblem }[] => {
  const answer = cedar.checkParsePolicySet({
    staticPolicies: Object.fromEntries(policies.map(({ text }, at) => [String(at), text])),
  });
  if (answer.type === 'success') return [];
  return policies.flatMap(({ text, ...place }, at) => {
    const single = cedar.policyToJson(text);
    if (single.type === 'success') return [];
    const [error] = single.errors;
    const message = error ? cedarMessage(error) : 'cedar cannot read this policy';
    return [{ at, problem: errorAt(error ? placeWithin(place, text, error) : place, 'rule-malformed', message) }];
  });
};

const ruleOf = (text: string, place: Place): RuleText => {
  const parts = partsOf(text);
  return {
    ...place,
    ...parts,
    text,
    id: wordOf(parts.annotations.id),
    reason: wordOf(parts.annotations.reason),
    actions: actionsOf(parts.scope),
    literals: literalsOf(parts),
  };
};

const wordOf = (annotation: string | undefined): string | undefined => {
  const word = annotation?.trim();
  return word === undefined || word === '' ? undefined : word;
};

const actionsOf = (scope: string): readonly string[] | undefined => {
  if (!/\baction ?(==|in\b)/.test(scope)) return undefined;
  return literalsOf({ scope, clauses: [] })
    .entities.filter(({ type }) => type === 'Action')
    .map(({ id }) => id);
};
