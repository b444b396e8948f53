import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

const READER = 'src/config.ts';

const isProcess = (node: ts.Node | undefined): boolean => {
  if (node === undefined) return false;
  if (ts.isIdentifier(node)) return node.text === 'process';
  return ts.isPropertyAccessExpression(node) && node.name.text === 'process' && node.expression.getText() === 'globalThis';
};

const namesEnv = (element: ts.BindingElement | ts.ImportSpecifier): boolean =>
  (element.propertyName ?? element.name).getText() === 'env';

const readsEnvironment = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node)) return node.name.text === 'env' && isProcess(node.expression);
  if (ts.isElementAccessExpression(node))
    return node.argumentExpression.getText().slice(1, -1) === 'env' && isProcess(node.expression);
  if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
    return isProcess(node.initializer) && node.name.elements.some(namesEnv);
  }
  if (ts.isImportDeclaration(node) && /^.(node:)?process.$/.test(node.moduleSpecifier.getText())) {
    const bindings = node.importClause?.namedBindings;
    return bindings !== undefined && ts.isNamedImports(bindings) && bindings.elements.some(namesEnv);
  }
  return false;
};

/** Places of src that read the environment and are not src/config.ts. */
export const environmentReads = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => file.path.startsWith('src/') && file.path.endsWith('.ts') && file.path !== READER)
    .flatMap((file) =>
      nodesOf(sourceOf(file))
        .filter(readsEnvironment)
        .map((node) => `${placeOf(file, node)} reads the environment: read it in ${READER} and pass the value`),
    );

const CHANCE = new Set([
  'Date.now',
  'performance.now',
  'process.hrtime',
  'Math.random',
  'crypto.randomUUID',
  'crypto.getRandomValues',
]);
const CHANCE_NAMES = new Set([...CHANCE].map((path) => path.split('.').at(-1)));
const CHANCE_IMPORTS = /^random|^getRandomValues$|^webcrypto$/;

const readsClockOrChance = (node: ts.Node): boolean => {
  if (ts.isPropertyAccessExpression(node))
    return CHANCE_NAMES.has(node.name.text) && CHANCE.has(node.getText().replace(/^globalThis\./, ''));
  if (ts.isNewExpression(node)) return node.expression.getText() === 'Date' && (node.arguments ?? []).length === 0;
  if (!ts.isImportSpecifier(node)) return false;
  const from = node.parent.parent.parent.moduleSpecifier.getText().slice(1, -1);
  return /^(node:)?crypto$/.test(from) && CHANCE_IMPORTS.test((node.propertyName ?? node.name).text);
};

/** Places of core and exchange that ask the clock or roll dice: both are parameters, so that a test can replay any history. */
export const clockReads = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => isShipped(file) && /^src\/(core|exchange)\//.test(file.path))
    .flatMap((file) =>
      nodesOf(sourceOf(file))
        .filter(readsClockOrChance)
        .map(
          (node) => `${placeOf(file, node)} asks the clock or chance: take it as a parameter (\`house.clock\`, \`house.random\`)`,
        ),
    );
