import { parseGivenLabels } from '../../core/release/given-labels.js';
import { openCollection } from '../../exchange/open-collection.js';
import { collectionAnswer } from '../collection-answer.js';
import { gather, LABEL_FLAGS, referencesOption, saying } from '../options.js';
import { plan } from '../plan.js';

interface Options {
  readonly title: string;
  readonly track: string;
  readonly description?: string;
  readonly references: 'open' | 'closed';
  readonly writableBy?: readonly string[];
  readonly label?: readonly string[];
}

export const collectionAdd = plan<Options, [alias: string]>({
  name: 'add',
  summary: 'open a collection; who may list it follows from the rule book',
  shape: (command) =>
    command
      .argument('<alias>', 'short name: a-z, 0-9 and -')
      .requiredOption('--title <title>', 'title that partners read', saying)
      .requiredOption('--track <track>', 'line of dealing it belongs to')
      .option('--description <text>', 'what it holds')
      .addOption(referencesOption())
      .option('--writable-by <slug>', 'partner that may write to it (repeatable)', gather)
      .option(LABEL_FLAGS, 'default for objects without a label of that key (repeatable)', gather),
  examples: [
    'parley collection add ics --title "ICS threats" --track cyber',
    'parley collection add ics --title "ICS threats" --track cyber --label tlp=green',
  ],
  answer: '{collection: {id, alias, title, description?, track, references, writable_by, labels}}',
  run: (shell, { title, track, description, references, writableBy = [], label = [] }, alias) =>
    shell.house(async (house) => {
      const labels = parseGivenLabels(label);
      const opened = await openCollection(house, { alias, title, description, track, references, writableBy, labels });
      return shell.answer({ collection: collectionAnswer(opened) }, () => ({
        text: `collection ${alias} is open on track ${track}, id ${opened.id}`,
        next: `import FILE --collection ${alias}`,
      }));
    }),
});
