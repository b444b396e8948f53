import { compareBook } from '../../exchange/compare-book.js';
import { plan } from '../plan.js';
import { shellWord } from '../shell-word.js';
import { table } from '../table.js';

export const rulesDiff = plan<unknown, [dir: string]>({
  name: 'diff',
  summary: 'show what a rule book would change, by partner and collection; nothing is applied',
  shape: (command) => command.argument('<dir>', 'folder of the book'),
  examples: ['parley rules diff ./drafts/next-book'],
  answer: '{changes: [{participant, collection, gained, lost, view_changed, classes: [{labels, before, after}]}], hash}',
  run: async (shell, _options, dir) => {
    const files = await shell.context.readBook(dir);
    const { changes, hash } = await shell.house((house) => compareBook(house, { files, dir }));
    const { paint } = shell;
    return shell.answer({ changes, hash }, () => ({
      text:
        changes.length === 0
          ? `no partner would see anything else, hash ${hash}`
          : `${table(
              paint,
              ['participant', 'collection', 'gained', 'lost', 'view changed'],
              changes.map(({ participant, collection, gained, lost, view_changed }) => [
                participant,
                collection,
                gained > 0 ? paint.green(`+${gained}`) : '0',
                lost > 0 ? paint.red(`-${lost}`) : '0',
                String(view_changed),
              ]),
            )}\nhash ${hash}`,
      next: `rules apply ${shellWord(dir)} --by OPERATOR --reason TEXT --expect ${hash}`,
    }));
  },
});
