import { type ShownObject, showObject } from '../../exchange/show-object.js';
import { jsonText } from '../json-text.js';
import { labelWords } from '../label-words.js';
import type { Paint } from '../paint.js';
import { plan } from '../plan.js';
import { table } from '../table.js';

export const objectShow = plan<unknown, [id: string]>({
  name: 'show',
  summary: 'show an object: versions, places, labels, text of the newest version',
  shape: (command) => command.argument('<stix-id>', 'object'),
  examples: ['parley object show indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f'],
  answer: '{object: {id, type, originator, versions: [{version, revoked, places: [{collection, labels}]}], content}}',
  run: (shell, _options, id) =>
    shell.house(async (house) => {
      const object = await showObject(house, id);
      return shell.answer({ object }, () => ({
        text: `${objectCard(shell.paint, object)}\n${jsonText(object.content)}`,
        next: `explain --participant SLUG --object ${id}`,
      }));
    }),
});

/** Where the versions of an object stand and under which labels. */
export const objectCard = (paint: Paint, { id, originator, versions }: ShownObject): string => {
  const rows = versions.flatMap(({ version, revoked, places }) =>
    places.map(({ collection, labels }) => [
      revoked ? `${version} ${paint.red('revoked')}` : version,
      collection,
      labelWords(labels).join(' '),
    ]),
  );
  return [
    `${paint.bold(id)}  ${paint.dim('from')} ${originator ?? 'the host'}`,
    table(paint, ['version', 'collection', 'labels'], rows),
  ].join('\n');
};
