import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { isString, tokensOf, unescaped } from './cedar-tokens.js';
import { cedarMessage, errorAt, placeWithin } from './problem.js';

export const SCHEMA_FILE = 'parley.cedarschema';

export const PRINCIPAL_TYPE = 'Profile';
export const CLASS_TYPE = 'ReleaseClass';
export const COLLECTION_TYPE = 'Collection';

export const revealing = (facet: string): string => `reveal-${facet}`;

/** The facet of a `reveal-<facet>` action; undefined for every other action. */
export const facetRevealedBy = (action: string): string | undefined => /^reveal-(.+)$/.exec(action)?.[1];

export interface SchemaText {
  /** The file's text with one `reveal-<facet>` action for each facet of the book. */
  readonly text: string;
  /** The `reveal-…` actions that the file itself declares. */
  readonly declared: readonly string[];
}

/** Completes the schema of a book: a new facet needs no edit here, and is concealed until a rule reveals it. */
export const readSchema = (text: string, facets: readonly string[]): SchemaText | { readonly problem: BookProblem } => {
  const declared = tokensOf(text)
    .filter(isString)
    .map(unescaped)
    .filter((word) => facetRevealedBy(word) !== undefined);
  const missing = facets.map(revealing).filter((action) => !declared.includes(action));
  const names = missing.map((action) => JSON.stringify(action)).join(', ');
  const scope = `principal: ${PRINCIPAL_TYPE}, resource: ${CLASS_TYPE}, context: { own: Bool }`;
  const completed = missing.length === 0 ? text : `${text}\naction ${names} appliesTo { ${scope} };\n`;
  const outcome = cedar.checkParseSchema(completed);
  return outcome.type === 'failure' ? { problem: malformed(completed, outcome.errors[0]) } : { declared, text: completed };
};

const malformed = (text: string, error: cedar.DetailedError | undefined): BookProblem => {
  const top = { file: SCHEMA_FILE, line: 1 };
  return errorAt(
    error ? placeWithin(top, text, error) : top,
    'schema-malformed',
    error ? cedarMessage(error) : 'cedar cannot read it',
  );
};
