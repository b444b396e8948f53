import { deleteObject } from '../../exchange/delete-object.js';
import { saying } from '../options.js';
import { group, plan } from '../plan.js';
import { objectRelabel } from './object-relabel.js';
import { objectShow } from './object-show.js';

const objectDelete = plan<{ by?: string; reason?: string }, [id: string]>({
  name: 'delete',
  summary: 'take an object, in all its versions, out of every collection and every feed',
  shape: (command) =>
    command
      .argument('<stix-id>', 'object')
      .option('--by <operator>', 'operator who decides')
      .option('--reason <text>', 'why; goes on record', saying),
  examples: ['parley object delete indicator--0b6f3a5e-7f0f-4f2a-9f8b-1a2b3c4d5e6f --by admin --reason "sent by mistake"'],
  answer: '{object: {id, deleted: true}}',
  run: (shell, { by, reason }, id) =>
    shell.house(async (house) => {
      await deleteObject(house, { id, ...(by === undefined ? {} : { by }), ...(reason === undefined ? {} : { reason }) });
      return shell.answer({ object: { id, deleted: true } }, () => ({
        text: `${id} is in no feed any more`,
        next: 'collection list',
      }));
    }),
});

export const object = group('object', 'single objects, for the eyes of the host', [objectShow, objectRelabel, objectDelete]);
