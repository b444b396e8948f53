import type { BookFiles } from '../../exchange/ports/books.js';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { errorAt } from './problem.js';
import { type RuleText, readRules } from './rule-text.js';
import { readSchema, SCHEMA_FILE, type SchemaText } from './schema-file.js';
import { readViews, VIEWS_FILE, type Views } from './views-file.js';

/** A book's files, read. A part that could not be read is undefined and stands in `problems`. */
export interface ReadBook {
  readonly rules: readonly RuleText[];
  readonly views: Views | undefined;
  readonly schema: SchemaText | undefined;
  readonly problems: readonly BookProblem[];
}

export const readBook = (files: BookFiles): ReadBook => {
  const problems: BookProblem[] = oddFiles(files);
  const { rules, problems: malformed } = readRules(files);
  problems.push(...malformed);
  const viewsText = files[VIEWS_FILE];
  const outcome = viewsText === undefined ? undefined : readViews(viewsText);
  if (outcome && 'problem' in outcome) problems.push(outcome.problem);
  const views = outcome && 'parsed' in outcome ? outcome.parsed : undefined;
  const schemaText = files[SCHEMA_FILE];
  const schema = schemaText === undefined ? undefined : readSchema(schemaText, views?.facets.map(({ name }) => name) ?? []);
  if (schema && 'problem' in schema) problems.push(schema.problem);
  return { rules, views, schema: schema && 'text' in schema ? schema : undefined, problems };
};

/** A misspelt file name would silently lose its rules, and with them what they forbid. Notes (`*.md`) are left alone. */
const oddFiles = (files: BookFiles): BookProblem[] => {
  const lacking = [SCHEMA_FILE, VIEWS_FILE].filter((file) => files[file] === undefined);
  const odd = Object.keys(files)
    .sort()
    .filter((file) => !/\.(cedar|md)$/.test(file) && file !== SCHEMA_FILE && file !== VIEWS_FILE);
  return [
    ...lacking.map((file) => errorAt({ file, line: 1 }, 'file-missing', `the book has no \`${file}\`: add it`)),
    ...odd.map((file) =>
      errorAt(
        { file, line: 1 },
        'unknown-file',
        `\`${file}\` is no part of a book: name it *.cedar, ${SCHEMA_FILE} or ${VIEWS_FILE}, or take it out`,
      ),
    ),
  ];
};
