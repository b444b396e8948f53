import type { VerifiedLedger } from '../../client/ledger/verify-ledger.js';
import { gather } from '../options.js';
import { plan } from '../plan.js';
import { readText } from '../read-text.js';
import { type LedgerOptions, remoteLedger, withLedger } from '../remote-ledger.js';
import type { Shell } from '../shell.js';
import { table } from '../table.js';
import { UsageError } from '../usage-error.js';
import { verifyHome } from '../verify-home.js';
import { verifyRemote } from '../verify-remote.js';

interface Options extends LedgerOptions {
  readonly key?: readonly string[];
  readonly since?: string;
}

export const ledgerVerify = plan<Options>({
  name: 'verify',
  summary:
    'read every published byte of the ledgers and build their trees anew; in a home also compare them with each other and with what is on record',
  shape: (command) =>
    withLedger(command, 'all')
      .option('--key <vkey>', 'with --url: verifier key to trust (repeatable; default: those that the node names)', gather)
      .option('--since <file>', 'checkpoint seen earlier: the ledger must have grown from there'),
  examples: [
    'parley ledger verify',
    'parley ledger verify --of meridian --since meridian.checkpoint',
    'parley ledger verify --url https://cell.example --token-file ~/.parley-token --since own.checkpoint',
    'parley ledger verify --url https://cell.example --of common --token-file - --key VKEY',
  ],
  answer: '{ok, logs: [{origin, size, root}]}',
  run: async (shell, options) => {
    const logs = await verifiedBy(shell, options);
    return shell.answer({ ok: true, logs }, () => ({
      text: [
        table(
          shell.paint,
          ['ledger', 'leaves', 'root'],
          logs.map(({ origin, size, root }) => [origin, String(size), root]),
        ),
        shell.paint.green(logs.length === 1 ? 'it verifies' : `all ${logs.length} verify`),
      ].join('\n'),
      next: options.url === undefined ? 'ledger checkpoint' : `ledger checkpoint --url ${options.url} --token-file FILE`,
    }));
  },
});

const verifiedBy = async (shell: Shell, options: Options): Promise<readonly VerifiedLedger[]> => {
  const { of, url, key = [] } = options;
  if (url === undefined && key.length > 0) throw new UsageError('--key is for --url: a home verifies with its own keys');
  if (url === undefined && of === undefined && options.since !== undefined)
    throw new UsageError('--since is of one ledger: name it with --of');
  if (options.since === '-' && options.tokenFile === '-')
    throw new UsageError('`-` is given twice: standard input can be read once');
  const since = options.since === undefined ? undefined : await readText(shell, options.since);
  const remote = await remoteLedger(shell, options);
  if (remote !== undefined) return [await verifyRemote(shell, remote, { keys: key, since })];
  return shell.house((house) => verifyHome(shell, house, { of, since }));
};
