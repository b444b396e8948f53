import { ParleyError } from '../../core/errors.js';
import type { BookFiles } from '../../exchange/ports/books.js';
import type { BookProblem, Roster, RuleEngine } from '../../exchange/ports/rule-engine.js';
import { hashOf } from './book-hash.js';
import { cedarBook, type FitBook } from './cedar-book.js';
import { lintAnnotations, lintFacets, lintRoster } from './lint-rules.js';
import { readBook } from './read-book.js';
import { misfitsOf } from './schema-fit.js';
import { callWasmPlainly } from './v8-calls.js';
import { validateRules } from './validate-rules.js';

callWasmPlainly();

const NOBODY: Roster = { names: [], groups: new Map() };

/** The rule engine on Cedar, in full: the reference for every faster path. */
export const cedarEngine = (): RuleEngine => ({
  load: (files) => {
    const { problems, fit } = examine(files, NOBODY);
    const errors = problems.filter(({ severity }) => severity === 'error');
    const [first] = errors;
    if (fit && !first) return cedarBook(fit);
    const place = first ? `${first.file}:${first.line} ${first.code}` : '';
    throw new ParleyError('rules-invalid', { dir: 'DIR', count: errors.length, first: place });
  },
  check: (files, roster) => {
    const { problems } = examine(files, roster);
    return { problems, hash: hashOf(files) };
  },
});

const examine = (
  files: BookFiles,
  roster: Roster,
): { readonly problems: readonly BookProblem[]; readonly fit: FitBook | undefined } => {
  const book = readBook(files);
  const { rules, views, schema } = book;
  const found = [
    ...book.problems,
    ...lintAnnotations(rules),
    ...lintFacets(book),
    ...lintRoster(rules, roster),
    ...(schema && views ? [...validateRules(rules, schema.text), ...misfitsOf(hashOf(files), schema)] : []),
  ];
  return {
    problems: [...found].sort(byPlace),
    fit: schema && views ? { hash: hashOf(files), rules, views, schema: schema.text } : undefined,
  };
};

/** In an order that depends on nothing else: Cedar reports in none. */
const byPlace = (a: BookProblem, b: BookProblem): number =>
  compare(a.file, b.file) || a.line - b.line || compare(a.code, b.code) || compare(a.message, b.message);

const compare = (a: string, b: string): number => (a === b ? 0 : a < b ? -1 : 1);
