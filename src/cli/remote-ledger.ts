import type { Command } from 'commander';
import type { HttpLedger } from '../client/ledger/http-get.js';
import { parseSlug } from '../core/registry/slug.js';
import { readText } from './read-text.js';
import type { Shell } from './shell.js';
import { UsageError } from './usage-error.js';

/** Which ledger, and where: that of a home, or one that a node serves. */
export interface LedgerOptions {
  readonly of?: string;
  readonly url?: string;
  readonly as?: string;
  readonly tokenFile?: string;
}

/** `home` says which ledger of a home is meant where none is named. */
export const withLedger = (command: Command, home: string): Command =>
  command
    .option('--of <ledger>', `host, common or a participant (default: ${home}); with --url: own or common (default: own)`)
    .option('--url <base>', 'ask the node at this URL, as a partner does; no home is needed')
    .option('--as <slug>', 'short name that the node knows the partner by; with it the token is sent as Basic, else as Bearer')
    .option('--token-file <file>', 'file that holds the token, or - for standard input');

const TOKEN = /^[A-Za-z0-9\-._~+/]+=*$/;

/** The ledger of a node that is asked over HTTP; undefined: one of the home. A token never stands on a command line. */
export const remoteLedger = async (
  shell: Shell,
  { of = 'own', url, as, tokenFile }: LedgerOptions,
): Promise<HttpLedger | undefined> => {
  if (url === undefined) {
    if (as !== undefined || tokenFile !== undefined) throw new UsageError('--as and --token-file are for --url');
    return undefined;
  }
  if (of !== 'own' && of !== 'common') throw new UsageError(`a partner may read own and common, not \`${of}\`: see --of`);
  if (tokenFile === undefined) throw new UsageError('--url needs --token-file: a file with the token, or - for standard input');
  const token = (await readText(shell, tokenFile)).trim();
  if (!TOKEN.test(token)) throw new UsageError(`\`${tokenFile}\` holds no token: it must hold the token and nothing else`);
  return { base: url, ledger: of, authorization: authorizationOf(token, as) };
};

const authorizationOf = (token: string, slug: string | undefined): string =>
  slug === undefined ? `Bearer ${token}` : `Basic ${Buffer.from(`${parseSlug(slug)}:${token}`).toString('base64')}`;
