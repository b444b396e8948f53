import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { cedarMessage, errorAt, placeWithin, warningAt } from './problem.js';
import type { RuleText } from './rule-text.js';
import { facetRevealedBy, SCHEMA_FILE } from './schema-file.js';

/** What Cedar's strict validation finds: attributes that do not exist, types that do not fit, rules that can never apply. */
export const validateRules = (rules: readonly RuleText[], schema: string): readonly BookProblem[] => {
  const answer = cedar.validate({
    schema,
    policies: { staticPolicies: Object.fromEntries(rules.map(({ text }, at) => [String(at), text])) },
  });
  if (answer.type === 'failure') {
    return answer.errors.map((error) => errorAt({ file: SCHEMA_FILE, line: 1 }, 'schema-malformed', cedarMessage(error)));
  }
  const errors = answer.validationErrors.filter(({ error }) => !isUnknownFacet(error));
  const erring = new Set(answer.validationErrors.map(({ policyId }) => policyId));
  const warnings = answer.validationWarnings.filter(({ policyId }) => !erring.has(policyId));
  return [
    ...errors.flatMap(({ policyId, error }) => {
      const rule = rules[Number(policyId)];
      return rule ? [errorAt(placeWithin(rule, rule.text, error), codeFor(error), cedarMessage(error))] : [];
    }),
    ...warnings.flatMap(({ policyId, error }) => {
      const rule = rules[Number(policyId)];
      return rule ? [warningAt(placeWithin(rule, rule.text, error), 'rule-doubtful', cedarMessage(error))] : [];
    }),
  ];
};

/** `lintFacets` says it better. */
const isUnknownFacet = ({ message }: cedar.DetailedError): boolean => {
  const action = /unrecognized action `Action::"([^"]*)"`/.exec(message)?.[1];
  return action !== undefined && facetRevealedBy(action) !== undefined;
};

const codeFor = ({ message }: cedar.DetailedError): string => {
  if (/attribute .* not found/.test(message)) return 'unknown-attribute';
  return /unrecognized action/.test(message) ? 'unknown-action' : 'rule-unfit';
};
