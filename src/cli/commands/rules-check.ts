import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import { checkBook } from '../../exchange/check-book.js';
import { DONE } from '../exit-status.js';
import { plan } from '../plan.js';
import { shellWord } from '../shell-word.js';

export const rulesCheck = plan<unknown, [dir: string | undefined]>({
  name: 'check',
  summary: 'parse, validate and lint a rule book, beside the participants of this node',
  shape: (command) => command.argument('[dir]', 'folder of the book (default: rulebook/ of the home)'),
  examples: ['parley rules check', 'parley rules check ./drafts/next-book'],
  answer: '{ok, problems: [{file, line, code, severity, message}], hash}',
  run: async (shell, _options, given) => {
    const dir = given ?? shell.context.bookDir(shell.home);
    const files = await shell.context.readBook(dir);
    const { ok, problems, hash } = await shell.house((house) => checkBook(house, files));
    const { paint } = shell;
    await shell.answer({ ok, problems, hash }, () => {
      const lines = problems.map(({ file, line, severity, code, message }) => {
        const weight = severity === 'error' ? paint.red(severity) : paint.yellow(severity);
        return `${join(dir, file)}:${line} ${weight} ${code} ${message}`;
      });
      const verdict = ok ? `${paint.green('fit')}, hash ${hash}` : `${paint.red('unfit')}, hash ${hash}`;
      return { text: [...lines, verdict].join('\n'), ...(ok ? { next: `rules diff ${shellWord(dir)}` } : {}) };
    });
    const errors = problems.filter(({ severity }) => severity === 'error').length;
    return ok ? DONE : shell.complain(new ParleyError('rules-invalid', { dir, count: errors }));
  },
});
