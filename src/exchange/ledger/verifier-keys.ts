import { formatNoteKey, noteKeyOf } from '../../core/ledger/note-key.js';
import type { House } from '../house.js';

/**
 * The verifier keys (C2SP signed-note) of a ledger, newest first: every key that has signed for this node, under the ledger's
 * name. They come from the home, never from the database. It is read again, as another process may have rotated them.
 */
export const verifierKeys = async ({ keyring }: Pick<House, 'keyring'>, origin: string): Promise<readonly string[]> => {
  await keyring.refresh();
  return keyring.keys.ledgerPublic.map((publicKey) => formatNoteKey(noteKeyOf(origin, publicKey)));
};
