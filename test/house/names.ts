import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isTypeScript } from './tree.js';

const SAY_WHAT_IT_DOES = 'say what it does, as `seal`, `sweep`, `roster`';
const SAY_WHAT_IT_GIVES = 'name the file by the one thing it gives, as `digest`, `timestamp`';
const SAY_WHAT_IT_IS = 'say what it is: `object`, `labels`, `text`, `bytes`, `row`, `body`';
const SAY_WHAT_IT_TELLS = 'say what it tells: `standing`, `reason`, `summary`, `detail`';
const SAY_THE_VERB = 'say the verb, as `publish`, `onSignal`; handlers live in src/http';

/** Each banned word with its better word. */
const BETTER_WORDS: ReadonlyMap<string, string> = new Map([
  ['manager', SAY_WHAT_IT_DOES],
  ['managers', SAY_WHAT_IT_DOES],
  ['helper', SAY_WHAT_IT_GIVES],
  ['helpers', SAY_WHAT_IT_GIVES],
  ['util', SAY_WHAT_IT_GIVES],
  ['utils', SAY_WHAT_IT_GIVES],
  ['service', 'say what it does: a verb of src/exchange, or a port'],
  ['services', 'say what they do: verbs of src/exchange, or ports'],
  ['data', SAY_WHAT_IT_IS],
  ['info', SAY_WHAT_IT_TELLS],
  ['infos', SAY_WHAT_IT_TELLS],
  ['handler', SAY_THE_VERB],
  ['handlers', SAY_THE_VERB],
]);

/** Names of the standards are theirs to choose: STIX has an `observed-data` and a `windows-service-ext`. */
const NAMES_OF_STANDARDS = [
  ['observed', 'data'],
  ['windows', 'service'],
] as const;

export const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]+)([A-Z][a-z])/g, '$1 $2')
    .split(/[^A-Za-z0-9]+/)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());

const bannedWordOf = (name: string, inHttp: boolean): string | undefined => {
  const words = wordsOf(name);
  return words.find((word, at) => {
    if (!BETTER_WORDS.has(word) || (inHttp && word.startsWith('handler'))) return false;
    return !NAMES_OF_STANDARDS.some(([before, after]) => after === word && words[at - 1] === before);
  });
};

/** The name that a node declares; keys of object literals are left out, as they may belong to a library's options. */
const declaredNameOf = (node: ts.Node): ts.Node | undefined => {
  if (ts.isImportSpecifier(node)) return node.propertyName === undefined ? undefined : node.name;
  if (ts.isImportClause(node) || ts.isNamespaceImport(node)) return node.name;
  const declares =
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isParameter(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isFunctionExpression(node) ||
    ts.isClassLike(node) ||
    ts.isInterfaceDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    ts.isEnumMember(node) ||
    ts.isTypeParameterDeclaration(node) ||
    ts.isPropertySignature(node) ||
    ts.isPropertyDeclaration(node) ||
    ts.isMethodSignature(node) ||
    (ts.isMethodDeclaration(node) && ts.isClassLike(node.parent));
  return declares ? node.name : undefined;
};

const inHttp = (file: HouseFile): boolean => file.path.startsWith('src/http/') || file.path.startsWith('test/http/');

export const bannedNames = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) =>
    nodesOf(sourceOf(file)).flatMap((node) => {
      const name = declaredNameOf(node);
      if (name === undefined || !(ts.isIdentifier(name) || ts.isPrivateIdentifier(name))) return [];
      const word = bannedWordOf(name.text, inHttp(file));
      return word === undefined ? [] : [`${placeOf(file, name)} \`${name.text}\`: not \`${word}\`, ${BETTER_WORDS.get(word)}`];
    }),
  );

export const bannedFileNames = (files: readonly HouseFile[]): readonly string[] =>
  files.filter(isTypeScript).flatMap((file) => {
    const word = file.path
      .split('/')
      .map((step) => bannedWordOf(step, inHttp(file)))
      .find((found) => found !== undefined);
    return word === undefined ? [] : [`${file.path}: not \`${word}\`, ${BETTER_WORDS.get(word)}`];
  });

const KEBAB_FOLDER = /^[a-z0-9]+(-[a-z0-9]+)*$/;
const KEBAB_FILE = /^[a-z0-9]+(-[a-z0-9]+)*(\.(test|config|d))?\.(ts|cedar|cedarschema)$/;

/** Code and rules; papers keep the capitals that readers look for. */
export const oddFileNames = (files: readonly HouseFile[]): readonly string[] =>
  files
    .filter((file) => /\.(ts|cedar|cedarschema)$/.test(file.path))
    .flatMap((file) => {
      const steps = file.path.split('/');
      const folders = steps.slice(0, -1);
      const fits = KEBAB_FILE.test(steps.at(-1) ?? '') && folders.every((folder) => KEBAB_FOLDER.test(folder));
      return fits ? [] : [`${file.path}: write file names in kebab-case, as \`release-class.ts\``];
    });
