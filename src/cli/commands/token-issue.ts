import { issueToken } from '../../exchange/credentials.js';
import { instantOf } from '../options.js';
import { plan } from '../plan.js';

export const tokenIssue = plan<{ expires?: string }, [slug: string]>({
  name: 'issue',
  summary: 'issue a credential; the secret is shown once, only a keyed hash is kept',
  shape: (command) =>
    command.argument('<slug>', 'participant').option('--expires <iso>', 'when it ends, RFC 3339 in UTC (default: never)'),
  examples: ['parley token issue meridian', 'parley token issue meridian --expires 2027-01-01T00:00:00Z'],
  answer: '{token, token_id, participant}',
  run: (shell, { expires }, slug) =>
    shell.house(async (house) => {
      const { secret, id } = await issueToken(house, slug, instantOf(expires));
      return shell.answer({ token: secret, token_id: id, participant: slug }, () => ({
        text: [
          `token for ${slug}, shown only now: ${shell.paint.bold(secret)}`,
          `token id ${id}`,
          `it opens ${shell.context.publicUrl}/taxii2/ as \`-u ${slug}:TOKEN\` or \`Authorization: Bearer TOKEN\``,
        ].join('\n'),
        next: 'serve',
      }));
    }),
});
