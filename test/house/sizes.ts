import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isTypeScript } from './tree.js';

const FILE_LINES_MAX = 400;
const FUNCTION_LINES_MAX = 70;
const BLOB_BYTES_MAX = 256 * 1024;

/** npm writes the lock file, all of it or none: it grows with the tree of packages and nobody reviews it line by line. */
const BLOBS_ALLOWED = new Set(['package-lock.json']);

export const longFiles = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) => {
    const lines = file.text.replace(/\n$/, '').split('\n').length;
    return lines <= FILE_LINES_MAX
      ? []
      : [`${file.path} has ${lines} lines, more than ${FILE_LINES_MAX}: split it by concept, one concept a file`];
  });

const CHAPTER_WORD = /^(describe|it|test)\b/;

/**
 * A function whose own statements declare tests (the callback of a `describe`, a contract suite) is a chapter, not a function
 * that does something; the tests in it are measured.
 */
const isChapter = (node: ts.Node): boolean => {
  if (!ts.isFunctionLike(node) || !('body' in node) || node.body === undefined || !ts.isBlock(node.body)) return false;
  return node.body.statements.some(
    (statement) =>
      ts.isExpressionStatement(statement) &&
      ts.isCallExpression(statement.expression) &&
      CHAPTER_WORD.test(statement.expression.expression.getText()),
  );
};

const nameOf = (node: ts.SignatureDeclaration): string => {
  const named =
    node.name ?? (ts.isVariableDeclaration(node.parent) || ts.isPropertyAssignment(node.parent) ? node.parent.name : undefined);
  return named === undefined ? 'a function' : `\`${named.getText()}\``;
};

export const longFunctions = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) => {
    const source = sourceOf(file);
    const lineAt = (position: number): number => source.getLineAndCharacterOfPosition(position).line;
    return nodesOf(source).flatMap((node) => {
      if (!ts.isFunctionLike(node) || isChapter(node)) return [];
      const lines = lineAt(node.getEnd()) - lineAt(node.getStart(source)) + 1;
      return lines <= FUNCTION_LINES_MAX
        ? []
        : [
            `${placeOf(file, node)} ${nameOf(node)} has ${lines} lines, more than ${FUNCTION_LINES_MAX}: give its steps names of their own`,
          ];
    });
  });

export const largeBlobs = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => file.bytes > BLOB_BYTES_MAX && !BLOBS_ALLOWED.has(file.path))
    .map(
      (file) =>
        `${file.path} has ${file.bytes} bytes, more than ${BLOB_BYTES_MAX}: make it in the test, or keep it outside the repository`,
    );
