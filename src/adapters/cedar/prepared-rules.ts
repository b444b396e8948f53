import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { ParleyError } from '../../core/errors.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import { cedarMessage } from './problem.js';
import { CLASS_TYPE, COLLECTION_TYPE, PRINCIPAL_TYPE } from './schema-file.js';

/** One question to the rules. Ids are constants: there is no name that a rule could see. */
export interface Question {
  readonly action: string;
  readonly principal: cedar.EntityJson;
  readonly resource: cedar.EntityJson;
  readonly context: cedar.Context;
}

export interface Answer {
  readonly allowed: boolean;
  /** Keys of the policies that determined the answer; none on a default denial. */
  readonly determining: readonly string[];
  /** Policies that erred, and Cedar's message; without a key, Cedar did not take the question at all. */
  readonly errors: readonly { readonly key?: string; readonly message: string }[];
}

/** Policies by key, ready in Cedar's memory. */
export interface PreparedRules {
  ask(question: Question): Answer;
}

/**
 * Parses schema and policies once, under a name made of the book's hash: Cedar keeps them by name in its own memory, for this
 * thread. Every question is validated against the schema, so that an attribute of another shape is refused, not skipped.
 */
export const prepareRules = (name: string, schema: string, policies: Readonly<Record<string, string>>): PreparedRules => {
  requireParsed(cedar.preparseSchema(name, schema));
  requireParsed(cedar.preparsePolicySet(name, { staticPolicies: { ...policies } }));
  return {
    ask: ({ action, principal, resource, context }) => {
      const answer = cedar.statefulIsAuthorized({
        principal: principal.uid,
        action: { type: 'Action', id: action },
        resource: resource.uid,
        context,
        preparsedSchemaName: name,
        validateRequest: true,
        preparsedPolicySetId: name,
        entities: [principal, resource],
      });
      if (answer.type === 'failure') {
        return { allowed: false, determining: [], errors: answer.errors.map((error) => ({ message: cedarMessage(error) })) };
      }
      const { decision, diagnostics } = answer.response;
      return {
        allowed: decision === 'allow' && diagnostics.errors.length === 0,
        determining: diagnostics.reason,
        errors: diagnostics.errors.map(({ policyId, error }) => ({ key: policyId, message: cedarMessage(error) })),
      };
    },
  };
};

const requireParsed = (answer: cedar.CheckParseAnswer): void => {
  if (answer.type === 'failure') throw new ParleyError('fault', {}, { cause: answer.errors[0] });
};

export const profileEntity = ({ tiers, groups, clearances, consents }: Profile): cedar.EntityJson => ({
  uid: { type: PRINCIPAL_TYPE, id: 'profile' },
  attrs: { groups: [...groups], clearances: [...clearances], consents: [...consents] },
  parents: [],
  tags: { ...tiers },
});

export const classEntity = (labels: Labels): cedar.EntityJson => ({
  uid: { type: CLASS_TYPE, id: 'class' },
  attrs: {
    kind: labels.kind,
    track: labels.track,
    tlp: [...labels.tlp],
    pap: [...labels.pap],
    iep: [...labels.iep],
    markings: [...labels.markings],
    handling: [...labels.handling],
    facets: [...labels.facets],
    confidence: labels.confidence,
    ...(labels.originator === null ? {} : { originator: labels.originator }),
  },
  parents: [],
});

export const collectionEntity = ({ track }: { readonly track: string }): cedar.EntityJson => ({
  uid: { type: COLLECTION_TYPE, id: 'collection' },
  attrs: { track },
  parents: [],
});
