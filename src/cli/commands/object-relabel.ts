import { parseGivenLabels } from '../../core/release/given-labels.js';
import { relabel } from '../../exchange/relabel.js';
import { showObject } from '../../exchange/show-object.js';
import { gather, LABEL_FLAGS, type RulingOptions, withRuling } from '../options.js';
import { plan } from '../plan.js';
import { UsageError } from '../usage-error.js';
import { objectCard } from './object-show.js';

interface Options extends RulingOptions {
  readonly label?: readonly string[];
}

export const objectRelabel = plan<Options, [id: string]>({
  name: 'relabel',
  summary: 'give an object other labels, in all its versions and places; its own markings stay in force',
  shape: (command) =>
    withRuling(
      command
        .argument('<stix-id>', 'object')
        .option(LABEL_FLAGS, 'label; replaces all given ones of its key (repeatable)', gather),
    ),
  examples: [
    'parley object relabel indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f --label tlp=amber --by admin --reason "victim asked for it"',
  ],
  answer: '{object: {id, type, originator, versions: [{version, revoked, places: [{collection, labels}]}], content}}',
  run: (shell, { label = [], by, reason }, id) => {
    if (label.length === 0) throw new UsageError('no label is given: write --label KEY=VALUE');
    return shell.house(async (house) => {
      await relabel(house, { id, labels: parseGivenLabels(label), by, reason });
      const object = await showObject(house, id);
      return shell.answer({ object }, () => ({
        text: objectCard(shell.paint, object),
        next: `explain --participant SLUG --object ${id}`,
      }));
    });
  },
});
