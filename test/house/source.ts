import { posix } from 'node:path';
import ts from 'typescript';
import type { HouseFile } from './tree.js';

const parsed = new WeakMap<HouseFile, ts.SourceFile>();

/** The syntax tree of a file, with parents; no types are resolved. */
export const sourceOf = (file: HouseFile): ts.SourceFile => {
  const known = parsed.get(file);
  if (known !== undefined) return known;
  const source = ts.createSourceFile(file.path, file.text, ts.ScriptTarget.ES2023, true, ts.ScriptKind.TS);
  parsed.set(file, source);
  return source;
};

const walked = new WeakMap<ts.Node, readonly ts.Node[]>();

/** Every node below `root`, parents first. */
export const nodesOf = (root: ts.Node): readonly ts.Node[] => {
  const known = walked.get(root);
  if (known !== undefined) return known;
  const nodes: ts.Node[] = [];
  const walk = (node: ts.Node): void => {
    nodes.push(node);
    ts.forEachChild(node, walk);
  };
  walk(root);
  walked.set(root, nodes);
  return nodes;
};

/** `path:line`, lines from 1. */
export const placeOf = (file: HouseFile, node: ts.Node): string => {
  const source = sourceOf(file);
  return `${file.path}:${source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1}`;
};

const specifierOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (!ts.isCallExpression(node)) return undefined;
  const called = node.expression;
  const loads = called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
  return loads ? node.arguments[0] : undefined;
};

export interface Import {
  readonly specifier: string;
  /** `path:line` of the import. */
  readonly place: string;
}

/** All that a file imports or exports from elsewhere: types, dynamic imports and `require` too. */
export const importsOf = (file: HouseFile): readonly Import[] =>
  nodesOf(sourceOf(file)).flatMap((node) => {
    const specifier = specifierOf(node);
    if (specifier === undefined || !ts.isStringLiteralLike(specifier)) return [];
    return [{ specifier: specifier.text, place: placeOf(file, node) }];
  });

/** The path that a relative specifier means, written as TypeScript wants it (`./x.js` for `./x.ts`); undefined for a package. */
export const targetOf = (file: HouseFile, specifier: string): string | undefined => {
  if (!specifier.startsWith('.')) return undefined;
  return posix.join(posix.dirname(file.path), specifier.replace(/\.js$/, '.ts'));
};

/** `@scope/name` or `name` of a package specifier, without the path inside it. */
export const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');
