import { listTokens } from '../../exchange/credentials.js';
import { listPage, withNext } from '../list-page.js';
import { type ListOptions, timeOf, withPaging } from '../options.js';
import { plan } from '../plan.js';
import { table } from '../table.js';

export const tokenList = plan<ListOptions>({
  name: 'list',
  summary: 'show the tokens, never their secrets',
  shape: withPaging,
  examples: ['parley token list'],
  answer: '{tokens: [{token_id, participant, issued_at, expires_at, revoked_at}], next?}',
  run: (shell, options) =>
    shell.house(async (house) => {
      const { items, next } = listPage(await listTokens(house), ({ id }) => id, options);
      const tokens = items.map(({ id, slug, issuedAt, expiresAt, revokedAt }) => ({
        token_id: id,
        participant: slug,
        issued_at: timeOf(issuedAt),
        expires_at: timeOf(expiresAt),
        revoked_at: timeOf(revokedAt),
      }));
      return shell.answer(withNext({ tokens }, next), () => ({
        text: table(
          shell.paint,
          ['token id', 'participant', 'issued', 'expires', 'revoked'],
          tokens.map((each) => [
            each.token_id,
            each.participant,
            each.issued_at ?? '-',
            each.expires_at ?? 'never',
            each.revoked_at ?? '-',
          ]),
        ),
        next: next === undefined ? 'token revoke TOKEN_ID' : `token list --after ${next}`,
      }));
    }),
});
