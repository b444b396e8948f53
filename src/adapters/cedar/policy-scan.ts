import { isSilent, isString, onOneLine, tokensOf, unescaped } from './cedar-tokens.js';

/** One policy as it stands in a file, from its first annotation to its `;`. */
export interface PolicyText {
  readonly text: string;
  /** Line of its first token, from 1. */
  readonly line: number;
}

export interface Clause {
  readonly kind: 'when' | 'unless';
  /** Cedar text of the condition on one line, without comments. */
  readonly text: string;
}

/** The parts of one policy. */
export interface PolicyParts {
  readonly annotations: Readonly<Record<string, string>>;
  readonly effect: 'permit' | 'forbid';
  /** `(principal, action == …, resource)`. */
  readonly scope: string;
  readonly clauses: readonly Clause[];
}

/**
 * Splits the text of a file at each `;` outside of strings and comments: the grammar has it nowhere but at the end of a policy.
 * (Cedar's own splitting loses the places and orders the parts by generated id, `policy10` before `policy2`.)
 */
export const policiesIn = (text: string): readonly PolicyText[] => {
  const policies: PolicyText[] = [];
  let line = 1;
  let open = '';
  let openLine = 1;
  for (const token of tokensOf(text)) {
    if (open !== '' || !isSilent(token)) {
      if (open === '') openLine = line;
      open += token;
    }
    if (token === ';') {
      policies.push({ text: open, line: openLine });
      open = '';
    }
    line += token.split('\n').length - 1;
  }
  return onOneLine(open) === '' ? policies : [...policies, { text: open, line: openLine }];
};

/** Annotations, effect, scope and single conditions of a policy that Cedar parses without complaint. */
export const partsOf = (policy: string): PolicyParts => {
  const annotations: Record<string, string> = {};
  const clauses: Clause[] = [];
  let effect: PolicyParts['effect'] = 'forbid';
  let scope = '';
  for (const { word, block } of blocksOf(policy)) {
    if (word.startsWith('@')) annotations[word.slice(1)] = textIn(block);
    if (word === 'when' || word === 'unless') clauses.push({ kind: word, text: onOneLine(block.slice(1, -1)) });
    if (word === 'permit' || word === 'forbid') {
      effect = word;
      scope = onOneLine(block);
    }
  }
  return { annotations, effect, scope, clauses };
};

interface Block {
  /** `@id`, `permit`, `when` … */
  readonly word: string;
  /** What follows it in brackets, with them. */
  readonly block: string;
}

/** The words of a policy outside of brackets, each with its bracket. */
const blocksOf = (policy: string): readonly Block[] => {
  const blocks: Block[] = [];
  let word = '';
  let block = '';
  let depth = 0;
  for (const token of tokensOf(policy)) {
    if (/^[([{]$/.test(token)) depth += 1;
    if (depth > 0) block += token;
    else if (token === '@') word = '@';
    else if (/^\w/.test(token)) word = word === '@' ? `@${token}` : token;
    if (!/^[)\]}]$/.test(token)) continue;
    depth -= 1;
    if (depth > 0) continue;
    blocks.push({ word, block });
    block = '';
  }
  return blocks;
};

const textIn = (block: string): string => tokensOf(block).filter(isString).map(unescaped).join('');
