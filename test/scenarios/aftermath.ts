import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { type Exposed, exposure } from '../../src/exchange/disclosure/exposure.js';
import type { House } from '../../src/exchange/house.js';
import { checkLedgers } from '../crash/check-ledgers.js';
import { Notes } from '../crash/notes.js';

type Environment = Readonly<Record<string, string>>;

/** A house in this process, on the home of servers that have ended. */
export const inHouse = async <T>(environment: Environment, look: (house: House) => Promise<T>): Promise<T> => {
  const { house, close } = await cliContext(readConfig({ ...environment, PARLEY_LOG: 'error' })).openHouse(
    environment.PARLEY_HOME!,
  );
  try {
    return await look(house);
  } finally {
    await close();
  }
};

/** Every ledger verifies and opens; gives what the record says has left. */
export const aftermath = (environment: Environment): Promise<{ readonly exposed: readonly Exposed[]; readonly leaves: number }> =>
  inHouse(environment, async (house) => {
    const leaves = await checkLedgers(house, new Notes(() => house.keyring.keys.ledgerPublic));
    return { exposed: (await exposure(house, {})).disclosures, leaves };
  });

/** The STIX ids of contents that have left. */
export const exposedIds = (exposed: readonly Exposed[]): readonly string[] =>
  [...new Set(exposed.map(({ object }) => object))].sort();
