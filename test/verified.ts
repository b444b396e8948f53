import { verifyLedger } from '../src/client/ledger/verify-ledger.js';
import { formatNoteKey, noteKeyOf } from '../src/core/ledger/note-key.js';
import type { House } from '../src/exchange/house.js';
import { wholeSource } from '../src/exchange/ledger/whole-source.js';

/** Verifies every ledger of a house from what it publishes, ended ones too; throws where one does not. Gives their sizes. */
export const verifyLedgers = async (house: House): Promise<ReadonlyMap<string, number>> => {
  const ledgers = await house.store.read((reader) => reader.ledgers.all());
  const sizes = new Map<string, number>();
  for (const ledger of ledgers) {
    const { origin, size } = await verifyLedger({
      source: wholeSource(house, ledger),
      keys: house.keyring.keys.ledgerPublic.map((publicKey) => formatNoteKey(noteKeyOf(ledger.origin, publicKey))),
      origin: ledger.origin,
    });
    sizes.set(origin, size);
  }
  return sizes;
};
