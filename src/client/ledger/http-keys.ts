import { NOTE_LENGTH_MAX } from '../../core/ledger/signed-note.js';
import { type HttpLedger, ledgerGet } from './http-get.js';

/**
 * The verifier keys that a node says are those of its ledger, newest first. Whoever verifies with them has taken the node's word
 * for who it is, and can hold it to that from then on. Errors: `ledger-unreachable`.
 */
export const httpKeys = async (ledger: HttpLedger): Promise<readonly string[]> =>
  (await ledgerGet(ledger).text('keys', NOTE_LENGTH_MAX)).split('\n').filter((line) => line !== '');
