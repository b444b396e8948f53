import { moveTier } from '../../exchange/move-tier.js';
import { type RulingOptions, withRuling } from '../options.js';
import { participantAnswer, standingLine, tracksOf } from '../participant-answer.js';
import { group, plan } from '../plan.js';

interface Options extends RulingOptions {
  readonly track: string;
  readonly tier: string;
  readonly override?: true;
}

const tierSet = plan<Options, [slug: string]>({
  name: 'set',
  summary: 'move the trust in a partner on one track, up or down; it holds at once',
  shape: (command) =>
    withRuling(
      command
        .argument('<slug>', 'participant')
        .requiredOption('--track <track>', 'line of dealing')
        .requiredOption('--tier <tier>', 'closed, contact, proving, partner or ally'),
    ).option('--override', 'knowingly against unmet commitments; goes on record'),
  examples: ['parley tier set meridian --track cyber --tier partner --by admin --reason "agreement of 3 May"'],
  answer: '{participant: {slug, id, name, groups, clearances, identities, certificates, tiers, suspended}}',
  run: (shell, { track, tier, by, reason, override = false }, slug) =>
    shell.house(async (house) => {
      const moved = await moveTier(house, { participant: slug, track, tier, by, reason, override });
      const participant = participantAnswer(moved, await tracksOf(house));
      return shell.answer({ participant }, () => ({
        text: standingLine(shell.paint, participant),
        next: tier === 'closed' ? `participant show ${slug}` : `token issue ${slug}`,
      }));
    }),
});

export const tier = group('tier', 'trust by track', [tierSet]);
