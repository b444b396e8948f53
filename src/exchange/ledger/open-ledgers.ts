import { bookInForce } from '../book.js';
import type { House } from '../house.js';
import { underSeal } from './under-seal.js';

/** For a node of version 0.1: opens its ledgers, with what it had on record as their first leaves. Repeating it changes nothing. */
export const openLedgers = async (house: House): Promise<void> => {
  await underSeal(house, async (sealer, record) => {
    const node = await sealer.registry.node();
    if (node === undefined || (await sealer.ledgers.find('host', null)) !== undefined) return;
    const at = house.clock();
    const { hash: book } = await bookInForce(house, sealer);
    for (const event of await sealer.ledgers.takeEarlier()) record(event);
    record({ at, kind: 'ledgers-opened', detail: { ...node, book } });
  });
};
