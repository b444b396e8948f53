import { recoverLedgers } from '../../exchange/ledger/recover.js';
import { type OptionalRuling, withOptionalRuling } from '../options.js';
import { plan } from '../plan.js';
import { UsageError } from '../usage-error.js';

interface Options extends OptionalRuling {
  readonly acceptLoss?: true;
}

export const ledgerRecover = plan<Options>({
  name: 'recover',
  summary:
    'go on with a database that lost the end of its ledgers, or has another history: under new origins, with a signed statement',
  shape: (command) =>
    withOptionalRuling(command.option('--accept-loss', 'what this home has seen and the database does not hold is given up')),
  examples: ['parley ledger recover --accept-loss --by admin --reason "the disk of 3 May is beyond repair"'],
  answer: '{origin, lost, statement}',
  run: async (shell, { acceptLoss, ...ruling }) => {
    if (acceptLoss !== true) throw new UsageError(LOSS);
    // What was pulled may be in what the database lost.
    await shell.context.openPulls(shell.home).forget();
    const recovery = await shell.house((house) => recoverLedgers(house, ruling), { unchecked: true });
    const { origin, lost, statement } = recovery;
    return shell.answer(recovery, () => ({
      text: `${lost} leaves of the host ledger are given up; it goes on as ${origin}\n\n${statement}`,
      next: 'ledger verify',
    }));
  },
});

const LOSS =
  'this gives up what the database lost: decisions and disclosures that were recorded, which partners may be able to prove; every ledger ends and a new one begins. Look for the newest database first; then say --accept-loss';
