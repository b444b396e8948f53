import { httpSource } from '../../client/ledger/http-source.js';
import { ledgerNamed } from '../../exchange/ledger/find-ledger.js';
import { storedSource } from '../../exchange/ledger/ledger-source.js';
import { answerText } from '../answer-text.js';
import { plan } from '../plan.js';
import { type LedgerOptions, remoteLedger, withLedger } from '../remote-ledger.js';

export const ledgerCheckpoint = plan<LedgerOptions>({
  name: 'checkpoint',
  summary: 'show the checkpoint in force of a ledger: a signed note of its size and root',
  shape: (command) => withLedger(command, 'host'),
  examples: [
    'parley ledger checkpoint',
    'parley ledger checkpoint --of meridian > meridian.checkpoint',
    'parley ledger checkpoint --url https://cell.example --as meridian --token-file ~/.parley-token > own.checkpoint',
  ],
  answer: '{checkpoint}',
  run: async (shell, options) => {
    const remote = await remoteLedger(shell, options);
    const checkpoint =
      remote === undefined
        ? await shell.house((house) => storedSource(house, ledgerNamed(options.of ?? 'host')).checkpoint())
        : await httpSource(remote).checkpoint();
    return answerText(shell, { document: { checkpoint }, text: checkpoint, next: 'ledger verify --since FILE' });
  },
});
