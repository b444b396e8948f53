import type { BookProblem, Roster } from '../../exchange/ports/rule-engine.js';
import { errorAt, warningAt } from './problem.js';
import type { ReadBook } from './read-book.js';
import type { RuleText } from './rule-text.js';
import { facetRevealedBy, SCHEMA_FILE } from './schema-file.js';

/** Every rule has an id of its own and a reason that a partner can be told. */
export const lintAnnotations = (rules: readonly RuleText[]): readonly BookProblem[] => {
  const first = new Map<string, RuleText>();
  return rules.flatMap((rule) => {
    const problems: BookProblem[] = [];
    const taken = rule.id === undefined ? undefined : first.get(rule.id);
    if (rule.id === undefined) problems.push(errorAt(rule, 'rule-without-id', 'the rule has no name: add @id("…") before it'));
    else if (taken)
      problems.push(
        errorAt(rule, 'duplicate-id', `\`${rule.id}\` is the rule at ${taken.file}:${taken.line}: choose another @id`),
      );
    else first.set(rule.id, rule);
    if (rule.reason === undefined) {
      problems.push(
        errorAt(
          rule,
          'rule-without-reason',
          `${nameOf(rule)} gives no reason: add @reason("…"), a sentence a partner can be told`,
        ),
      );
    }
    return problems;
  });
};

const nameOf = ({ id }: RuleText): string => (id === undefined ? 'the rule' : `\`${id}\``);

/** Rules and schema know the facets of views.json and no others. */
export const lintFacets = ({ rules, views, schema }: ReadBook): readonly BookProblem[] => {
  if (!views) return [];
  const known = new Set(views.facets.map(({ name }) => name));
  const unknownIn = (actions: readonly string[]): readonly string[] =>
    [...new Set(actions)].filter((action) => {
      const facet = facetRevealedBy(action);
      return facet !== undefined && !known.has(facet);
    });
  return [
    ...rules.flatMap((rule) =>
      unknownIn(rule.literals.entities.filter(isAction).map(({ id }) => id)).map((action) =>
        errorAt(
          rule,
          'unknown-facet',
          `${nameOf(rule)} speaks of \`${action}\`, but views.json has no such facet: define it or mend the name`,
        ),
      ),
    ),
    ...unknownIn(schema?.declared ?? []).map((action) =>
      errorAt(
        { file: SCHEMA_FILE, line: 1 },
        'unknown-facet',
        `the schema declares \`${action}\`, but views.json has no such facet: define it or drop the action`,
      ),
    ),
  ];
};

const isAction = ({ type }: { readonly type: string }): boolean => type === 'Action' || type.endsWith('::Action');

/** One law for all partners: a rule names neither a participant nor a group that is one participant. */
export const lintRoster = (rules: readonly RuleText[], roster: Roster): readonly BookProblem[] => {
  const names = new Map(roster.names.map((name) => [fold(name), name]));
  return rules.flatMap((rule) => {
    const { strings, entities, patterns } = rule.literals;
    const words = [...new Set([...strings, ...entities.filter((entity) => !isAction(entity)).map(({ id }) => id)])];
    const named = words.filter((word) => names.has(fold(word)));
    const alike = patterns.flatMap((pattern) => [...names.keys()].find((name) => isAlike(pattern, name)) ?? []);
    return [
      ...named.map((word) => namesParticipant(rule, word)),
      ...[...new Set(alike)].map((name) => namesParticipant(rule, names.get(name) ?? name)),
      ...words
        .filter((word) => roster.groups.get(word) === 1)
        .map((word) =>
          warningAt(
            rule,
            'group-of-one',
            `${nameOf(rule)} names the group \`${word}\`, which has one member: it is a rule for one partner`,
          ),
        ),
    ];
  });
};

const namesParticipant = (rule: RuleText, word: string): BookProblem =>
  errorAt(
    rule,
    'literal-names-participant',
    `${nameOf(rule)} names \`${word}\`, a participant: use tiers, groups or clearances instead`,
  );

const fold = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Fewer letters than this fit too many names to mean one of them. */
const LETTERS_MIN = 3;

/** Whether a pattern of `like`, which has some letters of its own, fits a name. */
const isAlike = (pattern: readonly (string | undefined)[], name: string): boolean => {
  if (pattern.filter((element) => element !== undefined).join('').length < LETTERS_MIN) return false;
  const source = pattern.map((element) =>
    element === undefined ? '.*' : fold(element).replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&'),
  );
  return new RegExp(`^${source.join('').replace(/(\.\*)+/g, '.*')}$`, 's').test(name);
};
