import ts from 'typescript';
import { nodesOf, sourceOf } from '../house/source.js';
import type { HouseFile } from '../house/tree.js';

/** A test by its title, and the rules that stand in it. */
export interface TitledTest {
  readonly path: string;
  /** What its chapters are called, outermost first. */
  readonly chapters: readonly string[];
  readonly title: string;
  readonly rules: readonly string[];
}

const RULE = /\bT\d{3}\b/g;

/** `word(…)` and `word.each(…)(…)`; what is skipped, or expected to fail, shows nothing. */
const isCallOf = (word: 'it' | 'describe', called: ts.Expression): boolean => {
  if (ts.isIdentifier(called)) return called.text === word;
  if (!ts.isCallExpression(called) || !ts.isPropertyAccessExpression(called.expression)) return false;
  const { expression, name } = called.expression;
  return ts.isIdentifier(expression) && expression.text === word && name.text === 'each';
};

const titleOf = (word: 'it' | 'describe', node: ts.Node): string | undefined => {
  if (!ts.isCallExpression(node) || !isCallOf(word, node.expression)) return undefined;
  const [title] = node.arguments;
  return title !== undefined && ts.isStringLiteralLike(title) ? title.text : undefined;
};

const chaptersOf = (node: ts.Node): readonly string[] => {
  if (node.parent === undefined) return [];
  const title = titleOf('describe', node.parent);
  return [...chaptersOf(node.parent), ...(title === undefined ? [] : [title])];
};

/** All tests of a file. */
export const titledTests = (file: HouseFile): readonly TitledTest[] =>
  nodesOf(sourceOf(file)).flatMap((node) => {
    const title = titleOf('it', node);
    if (title === undefined) return [];
    return [{ path: file.path, chapters: chaptersOf(node), title, rules: [...new Set(title.match(RULE) ?? [])] }];
  });

/** Chapters and title as one text, without the numbers of rules and decisions. */
export const sentenceOf = ({ chapters, title }: TitledTest): string =>
  [...chapters, title.replace(/\b(?:T\d{3}|D\d)\b[\s,]*/g, '')].join(' › ');
