import { revokeToken } from '../../exchange/credentials.js';
import { group, plan } from '../plan.js';
import { tokenIssue } from './token-issue.js';
import { tokenList } from './token-list.js';

const tokenRevoke = plan<unknown, [tokenId: string]>({
  name: 'revoke',
  summary: 'accept a token no longer, at once',
  shape: (command) => command.argument('<token-id>', 'id of the token, as `token list` shows it'),
  examples: ['parley token revoke 3f1c0f2e-55b4-4f0e-8f36-0d2b6d0a9f57'],
  answer: '{revoked: true}',
  run: (shell, _options, tokenId) =>
    shell.house(async (house) => {
      await revokeToken(house, tokenId);
      return shell.answer({ revoked: true }, () => ({ text: `token ${tokenId} is revoked`, next: 'token list' }));
    }),
});

export const token = group('token', 'credentials of partners', [tokenIssue, tokenList, tokenRevoke]);
