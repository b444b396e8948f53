import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import { validate } from '../../exchange/validate.js';
import { DONE } from '../exit-status.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import { type RejectedFrom, rejectedLines } from '../rejected-lines.js';
import type { Shell } from '../shell.js';
import { type Source, sourcesOf } from '../sources.js';

export const validateFiles = plan<unknown, [files: readonly string[]]>({
  name: 'validate',
  summary: 'check STIX 2.1 as import would, storing nothing; needs no home',
  shape: (command) => command.argument('<file...>', 'files, or - for standard input'),
  examples: ['parley validate ics-attack.json', 'parley validate --json a.json b.jsonl'],
  answer:
    '{read, accepted, rejected: [{file, index, id, code, rule, message}], rejected_total, warnings: [{file, index, id, code, rule, message}]}',
  run: async (shell, _options, files) => {
    const sources = await sourcesOf(files, shell.context.stdin);
    const report = { read: 0, accepted: 0, rejected: [] as RejectedFrom[], rejected_total: 0, warnings: [] as RejectedFrom[] };
    for (const source of sources) {
      const { read, accepted, rejected, rejected_total, warnings } = await validateOne(shell, source);
      report.read += read;
      report.accepted += accepted;
      report.rejected_total += rejected_total;
      for (const item of rejected.slice(0, LIMITS.rejected_reported_max - report.rejected.length)) {
        report.rejected.push({ file: source.file, ...item });
      }
      for (const item of warnings.slice(0, LIMITS.rejected_reported_max - report.warnings.length)) {
        report.warnings.push({ file: source.file, ...item });
      }
    }
    const { read, accepted, rejected, rejected_total } = report;
    await shell.answer(report, () => ({
      text: [
        ...rejectedLines(shell.paint, rejected, rejected_total),
        `${read} read, ${accepted} would be accepted, ${rejected_total} rejected, ${report.warnings.length} dangling references; nothing was stored`,
      ].join('\n'),
      next: 'import FILE --collection ALIAS',
    }));
    return rejected_total === 0 ? DONE : shell.complain(new ParleyError('objects-rejected', { rejected: rejected_total, read }));
  },
});

const validateOne = async (shell: Shell, source: Source) => {
  const progress = progressOf(shell, source);
  try {
    return await validate(source.open(), progress.update);
  } finally {
    progress.stop();
  }
};
