import { amend } from '../../exchange/admit.js';
import { participantAnswer, participantCard, tracksOf } from '../participant-answer.js';
import { type Planned, plan } from '../plan.js';

const suspension = (name: 'suspend' | 'resume', summary: string, opposite: string): Planned =>
  plan<unknown, [slug: string]>({
    name,
    summary,
    shape: (command) => command.argument('<slug>', 'participant'),
    examples: [`parley participant ${name} meridian`],
    answer: '{participant: {slug, id, name, groups, clearances, identities, certificates, tiers, suspended}}',
    run: (shell, _options, slug) =>
      shell.house(async (house) => {
        const amended = await amend(house, slug, { suspended: name === 'suspend' });
        const participant = participantAnswer(amended, await tracksOf(house));
        return shell.answer({ participant }, () => ({
          text: participantCard(shell.paint, participant),
          next: `participant ${opposite} ${slug}`,
        }));
      }),
  });

export const participantSuspend = suspension('suspend', 'accept no credential of a partner from now on', 'resume');

export const participantResume = suspension('resume', 'accept the credentials of a suspended partner again', 'suspend');
