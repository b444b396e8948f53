import { visible } from '../../core/stix/json/json-value.js';
import { listPage, withNext } from '../list-page.js';
import { type ListOptions, withPaging } from '../options.js';
import { participantAnswer, tiersInWords } from '../participant-answer.js';
import { plan } from '../plan.js';
import { table } from '../table.js';

export const participantList = plan<ListOptions>({
  name: 'list',
  summary: 'show the partners and where each stands',
  shape: withPaging,
  examples: ['parley participant list', 'parley participant list --json --limit 50'],
  answer: '{participants: [{slug, id, name, groups, clearances, identities, certificates, tiers, suspended}], next?}',
  run: (shell, options) =>
    shell.house(async (house) => {
      const { all, tracks } = await house.store.read(async (reader) => ({
        all: await reader.registry.participants(),
        tracks: await reader.registry.tracks(),
      }));
      const { items, next } = listPage(all, ({ slug }) => slug, options);
      const participants = items.map((participant) => participantAnswer(participant, tracks));
      return shell.answer(withNext({ participants }, next), () => ({
        text: table(
          shell.paint,
          ['participant', 'name', 'tiers', ''],
          participants.map(({ slug, name, tiers, suspended }) => [
            slug,
            visible(name),
            tiersInWords(tiers),
            suspended ? shell.paint.red('suspended') : '',
          ]),
        ),
        next: next === undefined ? 'participant show SLUG' : `participant list --after ${next}`,
      }));
    }),
});
