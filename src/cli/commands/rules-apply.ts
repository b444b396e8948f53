import { enforceBook } from '../../exchange/enforce-book.js';
import { type RulingOptions, withRuling } from '../options.js';
import { plan } from '../plan.js';

interface Options extends RulingOptions {
  readonly expect?: string;
}

export const rulesApply = plan<Options, [dir: string]>({
  name: 'apply',
  summary: 'make a folder the rule book in force, for every partner at once',
  shape: (command) =>
    withRuling(command.argument('<dir>', 'folder of the book')).option(
      '--expect <hash>',
      'refuse any other book than the one checked',
    ),
  examples: [
    'parley rules apply ./drafts/next-book --by admin --reason "clause 4 of the charter"',
    'parley rules apply ./drafts/next-book --by admin --reason "clause 4 of the charter" --expect HASH',
  ],
  answer: '{hash, previous}',
  run: async (shell, { by, reason, expect }, dir) => {
    const files = await shell.context.readBook(dir);
    const applied = await shell.house((house) => enforceBook(house, { files, dir, expect, by, reason }));
    await shell.context.keepBook(shell.home, files);
    return shell.answer(applied, () => ({
      text:
        applied.hash === applied.previous
          ? `in force already: ${applied.hash}`
          : `in force: ${applied.hash}\nbefore: ${applied.previous}`,
      next: 'preview --participant SLUG --collection ALIAS',
    }));
  },
});
