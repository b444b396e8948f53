import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { RuleId } from '../../core/stix/model/rules.js';
import { type ValidationReport, validate } from '../../exchange/validate.js';
import { DONE } from '../exit-status.js';
import { type AdviceFrom, findingLines, type RefusedFrom, ruleTotals } from '../finding-lines.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import type { Shell } from '../shell.js';
import { type Source, sourcesOf } from '../sources.js';

interface Tally extends Omit<ValidationReport, 'rejected' | 'warnings'> {
  readonly rejected: readonly RefusedFrom[];
  readonly warnings: readonly AdviceFrom[];
}

const NOTHING: Tally = { read: 0, accepted: 0, rejected: [], rejected_total: 0, warnings: [], warnings_total: 0, rules: {} };

export const validateFiles = plan<unknown, [files: readonly string[]]>({
  name: 'validate',
  summary: 'check STIX 2.1 as import would, storing nothing; needs no home',
  shape: (command) => command.argument('<file...>', 'files, or - for standard input'),
  examples: ['parley validate ics-attack.json', 'parley validate --json a.json b.jsonl'],
  answer:
    '{read, accepted, rejected: [{file, index, id, code, rule, message, errors: [{rule, pointer, message}]}], rejected_total, warnings: [{file, index, id, code, rule, pointer, message}], warnings_total, rules: {RULE: times}}',
  run: async (shell, _options, files) => {
    let tally = NOTHING;
    for (const source of await sourcesOf(files, shell.context.stdin)) tally = added(tally, await validateOne(shell, source));
    await shell.answer(tally, () => ({
      text: [
        ...findingLines(shell.paint, tally.rejected, tally.warnings),
        ...(Object.keys(tally.rules).length === 0 ? [] : [ruleTotals(shell.paint, tally.rules)]),
        countsOf(shell, tally),
      ].join('\n'),
      next: tally.rejected_total === 0 ? 'import FILE --collection ALIAS' : 'validate FILE --json',
    }));
    if (tally.rejected_total === 0) return DONE;
    return shell.complain(new ParleyError('objects-rejected', { rejected: tally.rejected_total, read: tally.read }));
  },
});

const countsOf = ({ paint }: Shell, { read, accepted, rejected_total, warnings_total }: Tally): string => {
  const refused = `${rejected_total} rejected`;
  const verdict = rejected_total === 0 ? paint.green(refused) : paint.red(refused);
  return `${read} read, ${accepted} would be accepted, ${verdict}, ${warnings_total} warnings; nothing was stored`;
};

const validateOne = async (shell: Shell, source: Source): Promise<Tally> => {
  const progress = progressOf(shell, source);
  const { file } = source;
  try {
    const report = await validate(source.open(), progress.update);
    const rejected = report.rejected.map((item) => ({ file, ...item }));
    return { ...report, rejected, warnings: report.warnings.map((item) => ({ file, ...item })) };
  } finally {
    progress.stop();
  }
};

const added = (sum: Tally, more: Tally): Tally => ({
  read: sum.read + more.read,
  accepted: sum.accepted + more.accepted,
  rejected: [...sum.rejected, ...more.rejected].slice(0, LIMITS.rejected_reported_max),
  rejected_total: sum.rejected_total + more.rejected_total,
  warnings: [...sum.warnings, ...more.warnings].slice(0, LIMITS.rejected_reported_max),
  warnings_total: sum.warnings_total + more.warnings_total,
  rules: sumOf(sum.rules, more.rules),
});

const sumOf = (sum: Tally['rules'], more: Tally['rules']): Tally['rules'] => {
  const rules = { ...sum };
  for (const [rule, times] of Object.entries(more)) rules[rule as RuleId] = (rules[rule as RuleId] ?? 0) + times;
  return rules;
};
