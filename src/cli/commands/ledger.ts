import { group } from '../plan.js';
import { ledgerCheck } from './ledger-check.js';
import { ledgerCheckpoint } from './ledger-checkpoint.js';
import { ledgerProve } from './ledger-prove.js';
import { ledgerRecover } from './ledger-recover.js';
import { ledgerVerify } from './ledger-verify.js';

export const ledger = group('ledger', 'the logs of what was decided and disclosed, which nobody can change unseen', [
  ledgerCheckpoint,
  ledgerVerify,
  ledgerProve,
  ledgerCheck,
  ledgerRecover,
]);
