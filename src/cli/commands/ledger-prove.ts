import { httpOpenings } from '../../client/ledger/http-openings.js';
import { httpSource } from '../../client/ledger/http-source.js';
import { provePublished } from '../../client/ledger/prove-published.js';
import { ledgerNamed } from '../../exchange/ledger/find-ledger.js';
import { proveLeaf } from '../../exchange/ledger/prove-leaf.js';
import { answerText } from '../answer-text.js';
import { place } from '../options.js';
import { plan } from '../plan.js';
import { type LedgerOptions, remoteLedger, withLedger } from '../remote-ledger.js';

export const ledgerProve = plan<LedgerOptions, [index: number]>({
  name: 'prove',
  summary: 'make a receipt of a leaf: what it says, and a proof that anybody can check without the ledger',
  shape: (command) => withLedger(command.argument('<index>', 'index of the leaf, from 0', place), 'host'),
  examples: [
    'parley ledger prove 0 --of common > founding.tlog-proof',
    'parley ledger prove 12 --of meridian',
    'parley ledger prove 12 --url https://cell.example --token-file ~/.parley-token > leaf-12.tlog-proof',
  ],
  answer: '{receipt}',
  run: async (shell, options, index) => {
    const remote = await remoteLedger(shell, options);
    const receipt =
      remote === undefined
        ? await shell.house((house) => proveLeaf(house, ledgerNamed(options.of ?? 'host'), index))
        : await provePublished(httpSource(remote), httpOpenings(remote), index);
    return answerText(shell, { document: { receipt }, text: receipt, next: 'ledger check FILE' });
  },
});
