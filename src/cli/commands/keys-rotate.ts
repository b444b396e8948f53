import { ledgerNamed } from '../../exchange/ledger/find-ledger.js';
import { rotateKeys } from '../../exchange/ledger/rotate-keys.js';
import { verifierKeys } from '../../exchange/ledger/verifier-keys.js';
import { type OptionalRuling, withOptionalRuling } from '../options.js';
import { plan } from '../plan.js';

export const keysRotate = plan<OptionalRuling>({
  name: 'rotate',
  summary: 'make new keys for tokens, cursors and ledgers; what the former ones made or signed stays good',
  shape: withOptionalRuling,
  examples: ['parley keys rotate', 'parley keys rotate --by admin --reason "yearly change"'],
  answer: '{key}, the verifier key of the common ledger',
  run: (shell, ruling) =>
    shell.house(async (house) => {
      await rotateKeys(house, ruling);
      const { origin } = await house.store.read(ledgerNamed('common'));
      const [key] = await verifierKeys(house, origin);
      return shell.answer({ key }, () => ({
        text: [
          `${shell.paint.bold(key ?? '')}`,
          'is the verifier key of the common ledger now. Partners who pin keys should learn it from you, not from the server alone.',
          'Take a copy of keys/ of the home: without it the ledgers cannot go on.',
        ].join('\n'),
        next: 'ledger verify',
      }));
    }),
});
