import type { Command } from 'commander';
import { readText } from './read-text.js';
import type { Shell } from './shell.js';
import { UsageError } from './usage-error.js';

/** Who we are at another server. Secrets stand in files, never on a command line, which others can see. */
export interface CredentialOptions {
  readonly user?: string;
  readonly passwordFile?: string;
  readonly tokenFile?: string;
}

export const withCredentials = (command: Command): Command =>
  command
    .option('--user <name>', 'name that the server knows us by; sent as Basic, with --password-file')
    .option('--password-file <file>', 'file that holds the password, or - for standard input')
    .option('--token-file <file>', 'file that holds a token, or - for standard input; sent as Bearer');

const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;
const CONTROL = /\p{Cc}/u;

/** What stands in the header Authorization; undefined: nothing. Errors: `file-unreadable`. */
export const authorizationOf = async (
  shell: Shell,
  { user, passwordFile, tokenFile }: CredentialOptions,
): Promise<string | undefined> => {
  if (tokenFile !== undefined && (user !== undefined || passwordFile !== undefined))
    throw new UsageError('--token-file goes alone: a user takes --password-file, and a token may stand in that file');
  if ((user === undefined) !== (passwordFile === undefined)) throw new UsageError('--user and --password-file go together');
  if (tokenFile !== undefined) {
    const token = (await readText(shell, tokenFile)).trim();
    if (!TOKEN.test(token)) throw new UsageError(`\`${tokenFile}\` holds no token: it must hold the token and nothing else`);
    return `Bearer ${token}`;
  }
  if (user === undefined || passwordFile === undefined) return undefined;
  // RFC 7617 2: "a user-id containing a colon character is invalid".
  if (user.includes(':') || CONTROL.test(user)) throw new UsageError('a user has neither colons nor control characters in it');
  const password = (await readText(shell, passwordFile)).replace(/\r?\n$/, '');
  if (password === '' || CONTROL.test(password))
    throw new UsageError(`\`${passwordFile}\` holds no password: write it on one line`);
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
};
