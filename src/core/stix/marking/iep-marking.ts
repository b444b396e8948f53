import type { Report } from '../check/finding.js';
import { below, isList, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import { type TlpLevel, tlpLevelOf } from './tlp-marking.js';

export const IEP2_EXTENSION_ID = 'extension-definition--762e2e97-ee51-43e5-a9ea-165fbb862c4a';

/** Terms of an Information Exchange Policy 2.0 that bind the recipient, and their values. */
const IEP_TERMS: Readonly<Record<string, readonly string[]>> = {
  encrypt_in_transit: ['must', 'may'],
  permitted_actions: [
    'none',
    'contact-for-instruction',
    'internally-visible-actions',
    'externally-visible-indirect-actions',
    'externally-visible-direct-actions',
  ],
  affected_party_notifications: ['may', 'must-not'],
  provider_attribution: ['may', 'must', 'must-not'],
  unmodified_resale: ['may', 'must-not'],
};

export interface IepMarking {
  /** As `permitted_actions:none`, in the order of the terms. */
  readonly statements: readonly string[];
  readonly tlp?: TlpLevel;
}

/**
 * The Information Exchange Policy in a marking definition; undefined if it has none, `malformed` if a term has a value that the
 * policy language does not know, for then nobody can say what it permits. Terms may be left out.
 */
export const iepMarkingOf = (definition: JsonRecord): IepMarking | 'malformed' | undefined => {
  const policy = isRecord(definition.extensions) ? definition.extensions[IEP2_EXTENSION_ID] : undefined;
  if (policy === undefined) return undefined;
  if (!isRecord(policy)) return 'malformed';
  const stated = statedIn(policy);
  if (stated.some(({ word }) => word === undefined)) return 'malformed';
  const statements = stated.map(({ term, word }) => `${term}:${word}`);
  if (policy.tlp === undefined) return { statements };
  const tlp = typeof policy.tlp === 'string' ? tlpLevelOf(policy.tlp.replace(/^tlp:/i, '')) : undefined;
  return tlp ? { statements, tlp } : 'malformed';
};

/** Text properties that the draft requires beside the terms. */
const REQUIRED = ['iep_id', 'iep_version', 'start_date'];

/** Reports where a policy strays from the draft. What it means all the same, or that nobody can say, tells `iepMarkingOf`. */
export const checkIep = ({ extensions }: JsonRecord, report: Report): void => {
  const policy = isRecord(extensions) ? extensions[IEP2_EXTENSION_ID] : undefined;
  if (!isRecord(policy)) return;
  const place = below('/extensions', IEP2_EXTENSION_ID);
  for (const { term, value, word } of statedIn(policy)) {
    if (word === undefined) report('S145', below(place, term), `${quote(value)} is not one of ${IEP_TERMS[term]?.join(', ')}`);
  }
  for (const name of REQUIRED) {
    if (policy[name] === undefined) report('S145', below(place, name), `\`${name}\` is missing`);
  }
};

interface Stated {
  readonly term: string;
  readonly value: unknown;
  /** The value as the policy language knows it; undefined: it does not. */
  readonly word: string | undefined;
}

const statedIn = (policy: JsonRecord): readonly Stated[] =>
  Object.entries(IEP_TERMS).flatMap(([term, words]) =>
    asList(policy[term]).map((value) => {
      const word = typeof value === 'string' ? value.toLowerCase() : '';
      return { term, value, word: words.includes(word) ? word : undefined };
    }),
  );

/** The draft gives permitted actions as one word; implementations also write a list. */
const asList = (value: unknown): readonly unknown[] => {
  if (value === undefined) return [];
  return isList(value) ? value : [value];
};
