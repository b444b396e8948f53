import { isSilent, isString, patternOf, tokensOf, unescaped } from './cedar-tokens.js';
import type { PolicyParts } from './policy-scan.js';

/** What a policy names by value. */
export interface Literals {
  readonly strings: readonly string[];
  readonly entities: readonly { readonly type: string; readonly id: string }[];
  /** Patterns of `like`, `*` as undefined. */
  readonly patterns: readonly (readonly (string | undefined)[])[];
  /** Strings in conditions on the groups of a profile. */
  readonly groups: readonly string[];
}

export const literalsOf = ({ scope, clauses }: Pick<PolicyParts, 'scope' | 'clauses'>): Literals => {
  const parts = [scope, ...clauses.map(({ text }) => text)].map(literalsIn);
  return {
    strings: parts.flatMap(({ strings }) => strings),
    entities: parts.flatMap(({ entities }) => entities),
    patterns: parts.flatMap(({ patterns }) => patterns),
    groups: parts.flatMap(({ groups }) => groups),
  };
};

const GROUPS = /\bprincipal ?(\. ?groups\b|\[ ?"groups" ?\])/;

const literalsIn = (text: string): Literals => {
  const strings: string[] = [];
  const entities: Literals['entities'][number][] = [];
  const patterns: (readonly (string | undefined)[])[] = [];
  const tokens = tokensOf(text).filter((token) => !isSilent(token));
  for (const [at, token] of tokens.entries()) {
    if (!isString(token)) continue;
    if (tokens[at - 1] === ':') entities.push({ type: tokens[at - 3] ?? '', id: unescaped(token) });
    else if (tokens[at - 1] === 'like') patterns.push(patternOf(token));
    else strings.push(unescaped(token));
  }
  return { strings, entities, patterns, groups: GROUPS.test(text) ? strings.filter((one) => one !== 'groups') : [] };
};
