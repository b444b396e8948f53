import { deleteObject } from '../../exchange/delete-object.js';
import { type OptionalRuling, withOptionalRuling } from '../options.js';
import { group, plan } from '../plan.js';
import { objectRelabel } from './object-relabel.js';
import { objectShow } from './object-show.js';

const objectDelete = plan<OptionalRuling, [id: string]>({
  name: 'delete',
  summary: 'take an object, in all its versions, out of every collection and every feed',
  shape: (command) => withOptionalRuling(command.argument('<stix-id>', 'object')),
  examples: ['parley object delete indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f --by admin --reason "sent by mistake"'],
  answer: '{object: {id, deleted: true}}',
  run: (shell, ruling, id) =>
    shell.house(async (house) => {
      await deleteObject(house, { ...ruling, id });
      return shell.answer({ object: { id, deleted: true } }, () => ({
        text: `${id} is in no feed any more`,
        next: 'collection list',
      }));
    }),
});

export const object = group('object', 'single objects, for the eyes of the host', [objectShow, objectRelabel, objectDelete]);
