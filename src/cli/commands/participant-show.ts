import { requireParticipant } from '../../exchange/require.js';
import { participantAnswer, participantCard } from '../participant-answer.js';
import { plan } from '../plan.js';

export const participantShow = plan<unknown, [slug: string]>({
  name: 'show',
  summary: 'show one partner',
  shape: (command) => command.argument('<slug>', 'participant'),
  examples: ['parley participant show meridian'],
  answer: '{participant: {slug, id, name, groups, clearances, identities, certificates, tiers, suspended}}',
  run: (shell, _options, slug) =>
    shell.house(async (house) => {
      const participant = await house.store.read(async (reader) =>
        participantAnswer(await requireParticipant(reader, slug), await reader.registry.tracks()),
      );
      return shell.answer({ participant }, () => ({
        text: participantCard(shell.paint, participant),
        next: `preview --participant ${slug} --collection ALIAS`,
      }));
    }),
});
