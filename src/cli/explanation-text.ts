import type { DecidingRule } from '../core/release/decision.js';
import { visible } from '../core/stix/json/json-value.js';
import type { Explanation } from '../exchange/explain.js';
import { labelWords } from './label-words.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** A ruling as the host reads it: who and what, the decision, the labels, the rules with their reasons, the way to more. */
export const explanationText = (paint: Paint, explanation: Explanation): string => {
  const { participant, object, version, collection, decision, view, labels, lowered_by, rules, path } = explanation;
  const released = decision === 'released';
  const head = table(
    paint,
    [],
    [
      [paint.dim('participant'), paint.bold(participant)],
      [paint.dim('object'), `${visible(object)}, version ${version}`],
      [paint.dim('collection'), collection],
      [paint.dim('decision'), released ? paint.green(paint.bold('released')) : paint.red(paint.bold('withheld'))],
      ...(released
        ? [[paint.dim('view'), view.conceals.length === 0 ? view.name : `${view.name}, conceals ${view.conceals.join(', ')}`]]
        : []),
    ],
  );
  return [
    head,
    section(paint, 'labels', [table(paint, [], labelRows(paint, labelWords(labels)))]),
    section(
      paint,
      'lowered by',
      lowered_by.map(({ cause, detail }) => `${cause}: ${detail}`),
    ),
    section(
      paint,
      'rules',
      rules.flatMap((rule) => ruleLines(paint, rule)),
    ),
    section(paint, 'way to more', released ? [] : pathLines(paint, path)),
  ]
    .filter((part) => part !== '')
    .join('\n');
};

const labelRows = (paint: Paint, words: readonly string[]): readonly (readonly string[])[] =>
  words.map((word) => {
    const split = word.indexOf('=');
    return [paint.dim(word.slice(0, split)), visible(word.slice(split + 1))];
  });

const section = (paint: Paint, title: string, lines: readonly string[]): string =>
  lines.length === 0
    ? ''
    : [paint.dim(title), ...lines.flatMap((line) => line.split('\n')).map((line) => `  ${line}`)].join('\n');

/** On a default denial the rules are the nearest permits: they did not permit, and say what they lacked. */
const ruleLines = (paint: Paint, { id, effect, action, reason, unmet = [] }: DecidingRule): readonly string[] => {
  const word =
    effect === 'forbid' ? paint.red('forbids') : unmet.length > 0 ? paint.yellow('would permit') : paint.green('permits');
  return [
    `${paint.bold(id)} ${word} ${action}: ${reason}`,
    ...unmet.map((condition) => `  ${paint.yellow('unmet')} ${condition}`),
  ];
};

const pathLines = (paint: Paint, path: Explanation['path']): readonly string[] =>
  path.length === 0
    ? ['no change of one or two things would show more']
    : path.map(({ change, detail }) => `${paint.cyan('would show')}: ${change} ${detail}`);
