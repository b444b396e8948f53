import type { Finding } from '../core/stix/check/finding.js';
import { visible } from '../core/stix/json/json-value.js';
import { RULES, type RuleId } from '../core/stix/model/rules.js';
import type { Advice, RefusedItem } from '../exchange/validate.js';
import type { Paint } from './paint.js';
import { table } from './table.js';

/** Objects that are shown with what was found in them. */
const SHOWN_MAX = 50;

export type RefusedFrom = RefusedItem & { readonly file: string };
export type AdviceFrom = Advice & { readonly file: string };

interface Shown {
  readonly file: string;
  readonly index: number;
  readonly id: string | null;
  readonly lines: string[];
}

/** What was found, object by object: those that would be refused first, then those that are lawful; place, rule and sentence. */
export const findingLines = (
  paint: Paint,
  rejected: readonly RefusedFrom[],
  warnings: readonly AdviceFrom[],
): readonly string[] => {
  const objects = new Map<string, Shown>();
  const linesOf = ({ file, index, id }: Omit<Shown, 'lines'>): string[] => {
    const key = `${file} ${index}`;
    const shown = objects.get(key) ?? { file, index, id, lines: [] };
    objects.set(key, shown);
    return shown.lines;
  };
  for (const item of rejected) {
    const lines = linesOf(item);
    if (item.errors.length === 0) lines.push(`  ${paint.red(`error ${item.code}`)}  ${item.message}`);
    for (const error of item.errors) lines.push(findingLine(paint.red(`error ${error.rule}`), error));
  }
  for (const item of warnings) {
    const found = { ...item, pointer: item.pointer ?? '' };
    linesOf(item).push(findingLine(paint.yellow(`warning ${item.rule ?? item.code}`), found));
  }
  const files = new Set([...objects.values()].map(({ file }) => file)).size;
  const shown = [...objects.values()].slice(0, SHOWN_MAX).flatMap(({ file, index, id, lines }) => {
    const place = files > 1 ? `${file} #${index}` : `#${index}`;
    return [paint.bold(id === null ? place : `${place}  ${visible(id)}`), ...lines];
  });
  const hidden = objects.size - SHOWN_MAX;
  return hidden > 0 ? [...shown, paint.dim(`and ${hidden} more objects: --json lists them`)] : shown;
};

const findingLine = (head: string, { pointer, message }: Pick<Finding, 'pointer' | 'message'>): string =>
  `  ${head}  ${pointer === '' ? '' : `${visible(pointer)}  `}${message}`;

/** How often each rule was broken, and what it says. */
export const ruleTotals = (paint: Paint, rules: Readonly<Partial<Record<RuleId, number>>>): string => {
  const counts = Object.entries(rules).sort(([a], [b]) => (a < b ? -1 : 1));
  return table(
    paint,
    ['rule', 'times', 'what it says'],
    counts.map(([rule, times]) => [rule, String(times), RULES[rule as RuleId].sentence]),
  );
};
