import ts from 'typescript';
import { nodesOf, placeOf, sourceOf } from './source.js';
import { type HouseFile, isShipped } from './tree.js';

/** The table of src/core/errors.ts, as far as the checks need it. */
export type ErrorTable = Readonly<Record<string, { readonly kind: string; readonly message: string }>>;

const TABLE = 'src/core/errors.ts';
export const PAPER = 'docs/reference/errors.md';

const PLACEHOLDER = /\{(\w+)\}/g;

export const oddMessages = (errors: ErrorTable): readonly string[] =>
  Object.entries(errors).flatMap(([code, { message }]) => [
    ...(/^\p{Lu}/u.test(message) && !/^[A-Z]{2,}/.test(message) ? [`\`${code}\`: start the message in lower case`] : []),
    ...(/[.!]$/.test(message) ? [`\`${code}\`: end the message without a full stop`] : []),
  ]);

/** Rows of the table in the paper: | `code` | kind | message | what to do |. A bar inside a cell is written `\|`. */
const rowsOf = (paper: string): ReadonlyMap<string, readonly string[]> =>
  new Map(
    paper.split('\n').flatMap((line) => {
      const cells = line.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
      const code = /^`([a-z-]+)`$/.exec(cells[1] ?? '')?.[1];
      return code === undefined ? [] : [[code, cells.slice(2, -1)] as const];
    }),
  );

export const undocumentedErrors = (errors: ErrorTable, paper: string): readonly string[] => {
  const rows = rowsOf(paper);
  const wrong = Object.entries(errors).flatMap(([code, { kind, message }]) => {
    const row = rows.get(code);
    if (row === undefined) return [`\`${code}\` is missing: add a row with its kind, message and what to do`];
    const [rowKind, rowMessage, advice] = row;
    return [
      ...(rowKind === kind ? [] : [`\`${code}\`: its kind is ${kind}, not ${rowKind}`]),
      ...(rowMessage === message ? [] : [`\`${code}\`: its message is: ${message}`]),
      ...((advice ?? '').length > 0 ? [] : [`\`${code}\`: say what to do`]),
    ];
  });
  const gone = [...rows.keys()]
    .filter((code) => !(code in errors))
    .map((code) => `\`${code}\` is no code of ${TABLE}: delete its row`);
  return [...wrong, ...gone].map((finding) => `${PAPER}: ${finding}`);
};

export const unusedErrors = (errors: ErrorTable, files: readonly HouseFile[]): readonly string[] => {
  const spoken = new Set(
    files
      .filter((file) => isShipped(file) && file.path !== TABLE)
      .flatMap((file) => nodesOf(sourceOf(file)).flatMap((node) => (ts.isStringLiteralLike(node) ? [node.text] : []))),
  );
  return Object.keys(errors)
    .filter((code) => !spoken.has(code))
    .map((code) => `\`${code}\` is thrown nowhere in src: delete its row in ${TABLE} and in ${PAPER}`);
};

/** Details of `new ParleyError('code', { … })`; undefined when they are not written out there. */
const detailsOf = (node: ts.Expression | undefined): ReadonlySet<string> | undefined => {
  if (node === undefined) return new Set();
  if (!ts.isObjectLiteralExpression(node) || node.properties.some(ts.isSpreadAssignment)) return undefined;
  return new Set(node.properties.map((property) => property.name?.getText() ?? ''));
};

export const unfilledMessages = (errors: ErrorTable, files: readonly HouseFile[]): readonly string[] =>
  files.filter(isShipped).flatMap((file) =>
    nodesOf(sourceOf(file)).flatMap((node) => {
      if (!ts.isNewExpression(node) || node.expression.getText() !== 'ParleyError') return [];
      const [code, given] = node.arguments ?? [];
      if (code === undefined || !ts.isStringLiteralLike(code)) return [];
      const details = detailsOf(given);
      const wanted = [...(errors[code.text]?.message ?? '').matchAll(PLACEHOLDER)].map((match) => match[1] ?? '');
      const lacking = details === undefined ? [] : wanted.filter((name) => !details.has(name));
      return lacking.map((name) => `${placeOf(file, node)}: give \`${code.text}\` its detail \`${name}\`, the message needs it`);
    }),
  );
