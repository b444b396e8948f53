import { visible } from '../../core/stix/json/json-value.js';
import { collectionAnswer } from '../collection-answer.js';
import { listPage, withNext } from '../list-page.js';
import { type ListOptions, withPaging } from '../options.js';
import { plan } from '../plan.js';
import { table } from '../table.js';

export const collectionList = plan<ListOptions>({
  name: 'list',
  summary: 'show the collections',
  shape: withPaging,
  examples: ['parley collection list'],
  answer: '{collections: [{id, alias, title, description?, track, references, writable_by, labels}], next?}',
  run: (shell, options) =>
    shell.house(async (house) => {
      const all = await house.store.read((reader) => reader.collections.all());
      const { items, next } = listPage(all, ({ alias }) => alias, options);
      return shell.answer(withNext({ collections: items.map(collectionAnswer) }, next), () => ({
        text: table(
          shell.paint,
          ['collection', 'title', 'track', 'id'],
          items.map(({ alias, title, track, id }) => [alias, visible(title), track, id]),
        ),
        next: next === undefined ? 'import FILE --collection ALIAS' : `collection list --after ${next}`,
      }));
    }),
});
