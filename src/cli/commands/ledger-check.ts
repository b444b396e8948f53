import { verifyReceipt } from '../../client/ledger/verify-receipt.js';
import { checkpointIn } from '../../core/ledger/checkpoint.js';
import { parseReceipt } from '../../core/ledger/receipt.js';
import { visible } from '../../core/stix/json/json-value.js';
import { verifierKeys } from '../../exchange/ledger/verifier-keys.js';
import { gather } from '../options.js';
import { plan } from '../plan.js';
import { readText } from '../read-text.js';
import type { Shell } from '../shell.js';
import { UsageError } from '../usage-error.js';

export const ledgerCheck = plan<{ key?: readonly string[] }, [file: string]>({
  name: 'check',
  summary: 'check a receipt: that its leaf stands in a tree which the ledger has signed',
  shape: (command) =>
    command
      .argument('<file>', 'receipt, or - for standard input')
      .option('--key <vkey>', 'verifier key of the ledger (repeatable; default: those of the home)', gather),
  examples: ['parley ledger check founding.tlog-proof', 'parley ledger check leaf-12.tlog-proof --key VKEY'],
  answer: '{ok, origin, index, size, root, time, payload}',
  run: async (shell, { key }, file) => {
    const receipt = await readText(shell, file);
    const { opening, ...proved } = verifyReceipt({ receipt, ...(await trusted(shell, receipt, key)) });
    const { origin, index, size } = proved;
    const { payload, at } = opening;
    const time = new Date(at).toISOString();
    return shell.answer({ ok: true, ...proved, time, payload }, () => ({
      text: [
        `${shell.paint.green('proved')}: leaf ${index} of the ${size} of ${visible(origin)}, of ${time}`,
        visible(payload, payload.length),
      ].join('\n'),
      next: 'ledger verify',
    }));
  },
});

/** The keys given, whatever their name; else those of the home, under the name that the receipt bears: they sign for no other node. */
const trusted = async (shell: Shell, receipt: string, given: readonly string[] | undefined) => {
  if (given !== undefined) return { keys: given };
  if (!shell.context.isHome(shell.home)) throw new UsageError('there is no home here: give the key of the ledger with --key');
  const { origin } = checkpointIn(parseReceipt(receipt).checkpoint);
  return { origin, keys: await shell.house((house) => verifierKeys(house, origin)) };
};
