import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isTypeScript } from './tree.js';

/** Tools load their configuration by its default export. */
const isConfiguration = (file: HouseFile): boolean => /^[a-z]+\.config\.ts$/.test(file.path);

const isDefault = (node: ts.Node): boolean => {
  if (ts.isExportAssignment(node)) return true;
  if (ts.isExportSpecifier(node)) return node.name.text === 'default';
  if (!ts.canHaveModifiers(node)) return false;
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === ts.SyntaxKind.DefaultKeyword) ?? false;
};

const findingsIn = (file: HouseFile, wrong: (node: ts.Node) => boolean, advice: string): readonly string[] =>
  nodesOf(sourceOf(file))
    .filter(wrong)
    .map((node) => `${placeOf(file, node)}: ${advice}`);

export const defaultExports = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => isTypeScript(file) && !isConfiguration(file))
    .flatMap((file) => findingsIn(file, isDefault, 'no default export: export it by its name'));

/** A file that only passes on what others export: it hides where things live, and it grows circles. */
export const barrels = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) => {
    if (/(^|\/)index\.ts$/.test(file.path))
      return [`${file.path}: no barrel: name the file by its concept, import from it directly`];
    const statements = sourceOf(file).statements;
    const passesOn = (statement: ts.Statement): boolean =>
      ts.isExportDeclaration(statement) && statement.moduleSpecifier !== undefined;
    return statements.length > 0 && statements.every(passesOn)
      ? [`${file.path} only passes on exports: delete it, import from where things live`]
      : [];
  });

export const anyTypes = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter(isTypeScript)
    .flatMap((file) =>
      findingsIn(file, (node) => node.kind === ts.SyntaxKind.AnyKeyword, 'no `any`: say `unknown` and narrow it'),
    );

const TEST_WORDS = new Set(['describe', 'it', 'test', 'suite', 'bench']);

const isFocused = (node: ts.Node): boolean => {
  if (!ts.isPropertyAccessExpression(node) || node.name.text !== 'only') return false;
  let head: ts.Expression = node.expression;
  while (ts.isPropertyAccessExpression(head) || ts.isCallExpression(head)) head = head.expression;
  return ts.isIdentifier(head) && TEST_WORDS.has(head.text);
};

export const focusedTests = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter(isTypeScript)
    .flatMap((file) => findingsIn(file, isFocused, 'a focused test silences all others: take `only` away'));

/** Assembled, so that this file does not find itself. */
const SILENCERS = new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}`);
const POSTPONED = new RegExp(`\\b(${'TO'}DO|${'FIX'}ME)\\b`);

const linesWith = (file: HouseFile, pattern: RegExp, advice: string): readonly string[] =>
  file.text.split('\n').flatMap((line, at) => (pattern.test(line) ? [`${file.path}:${at + 1}: ${advice}`] : []));

export const silencedTypes = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) => linesWith(file, SILENCERS, 'the compiler is silenced: narrow the type instead'));

export const postponedWork = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => /\.(ts|cedar|cedarschema|md|sql|sh)$|^\.ci\//.test(file.path))
    .flatMap((file) => linesWith(file, POSTPONED, 'do it now, or write an issue and take the note away'));
