import { createHash } from 'node:crypto';
import { cedarEngine } from '../src/adapters/cedar/engine.js';
import { readBookFolder } from '../src/adapters/disk/book-folder.js';
import { FEED_SCHEME, type FeedScheme } from '../src/core/feed/scheme.js';
import { found } from '../src/exchange/found.js';
import type { House } from '../src/exchange/house.js';
import type { Store } from '../src/exchange/ports/store.js';
import { fixedKeyring, rememberingWitness } from './fixed-keys.js';
import type { StoreUnderTest } from './store/each-store.js';
import { templateOf } from './template.js';

/** One engine for all: what it has decided once it knows by content. */
const engine = cedarEngine();

/** The same bytes in every run: ids, tokens and cursors are part of what tests compare. */
const seededRandom = (seed: string) => {
  let count = 0;
  const block = (): Uint8Array => createHash('sha512').update(`${seed} ${count++}`).digest();
  return (bytes: number): Uint8Array => Buffer.concat(Array.from({ length: Math.ceil(bytes / 64) }, block)).subarray(0, bytes);
};

/** A house of tests: fixed keys, one sequence of random bytes, no alarm unnoticed. */
export const houseOn = (store: Store, clock: () => number, scheme: FeedScheme): House => ({
  store,
  engine,
  scheme,
  clock,
  keyring: fixedKeyring(),
  witness: rememberingWitness(),
  random: seededRandom('founded'),
  alarm: (kind, detail) => {
    throw new Error(`unexpected alarm: ${kind} ${JSON.stringify(detail)}`);
  },
});

/** A node of its own for one test, with a clock that stands still unless told. */
export interface Founded {
  readonly house: House;
  readonly wait: (ms: number) => void;
}

export interface FoundedHouses {
  readonly on: <T>(act: (founded: Founded) => Promise<T>, scheme?: FeedScheme) => Promise<T>;
  readonly close: () => Promise<void>;
}

const BEGIN = Date.UTC(2026, 0, 2);

/** Founded nodes with the default book and operator `admin`, each on a fresh copy of one database that `prepare` has set up. */
export const foundedHouses = async (
  database: StoreUnderTest['database'],
  prepare: (house: House) => Promise<void> = async () => undefined,
): Promise<FoundedHouses> => {
  const files = await readBookFolder('rulebook');
  const template = await templateOf(database, async (store) => {
    const house = houseOn(store, () => BEGIN, FEED_SCHEME);
    await found(house, { id: 'node', name: 'Northern Cell', operator: { slug: 'admin', name: 'Admin' }, files });
    await prepare(house);
  });
  const on: FoundedHouses['on'] = async (act, scheme = FEED_SCHEME) => {
    const { store, close } = await template.fresh();
    let now = BEGIN;
    const wait = (ms: number) => {
      now += ms;
    };
    try {
      return await act({ house: houseOn(store, () => now, scheme), wait });
    } finally {
      await close();
    }
  };
  return { on, close: template.drop };
};
