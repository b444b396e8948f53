import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBookFolder } from '../../src/adapters/disk/book-folder.js';
import { makeKeys, makeLedgerKey, openKeyring } from '../../src/adapters/disk/keyring.js';
import { FEED_SCHEME } from '../../src/core/feed/scheme.js';
import { authenticate, issueToken } from '../../src/exchange/credentials.js';
import { found } from '../../src/exchange/found.js';
import type { House } from '../../src/exchange/house.js';
import { recoverLedgers } from '../../src/exchange/ledger/recover.js';
import { rotateKeys, settleKeys } from '../../src/exchange/ledger/rotate-keys.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { endAfterEach } from '../endings.js';
import { houseOn } from '../founded.js';
import { addPartner } from '../house-fixture.js';
import { freshFile, openStore } from '../store/each-store.js';
import { verifyLedgers } from '../verified.js';

/** Rotations on keys that lie on a disk, as several processes of one home make them. */
const endings = endAfterEach();

const stand = async () => {
  const home = await mkdtemp(join(tmpdir(), 'parley-keys-'));
  endings.push(() => rm(home, { recursive: true, force: true }));
  const keys = join(home, 'keys');
  await makeKeys(keys);
  const { location, remove } = await freshFile();
  endings.push(remove);
  const store = await openStore('sqlite', location);
  endings.push(() => store.close());
  const base = houseOn(store, () => Date.UTC(2026, 0, 2), FEED_SCHEME);
  const house: House = { ...base, keyring: await openKeyring(home, keys) };
  const files = await readBookFolder('rulebook');
  await found(house, { id: 'node', name: 'Northern Cell', operator: { slug: 'admin', name: 'Admin' }, files });
  const { token } = await addPartner(house, 'meridian', {});
  const process = async (): Promise<House> => ({ ...house, keyring: await openKeyring(home, keys) });
  const lines = async (name: string) => (await readFile(join(keys, name), 'utf8')).trim().split('\n');
  return { home, keys, house, token, process, lines };
};

const failing = (house: House): House => {
  const { store } = house;
  const seal: Store['seal'] = (write) =>
    store.seal(async (sealer) => {
      await write(sealer);
      throw new Error('the disk is full');
    });
  return {
    ...house,
    store: {
      read: store.read.bind(store),
      unfitness: store.unfitness.bind(store),
      connections: store.connections.bind(store),
      close: store.close.bind(store),
      seal,
    },
  };
};

describe('rotations', () => {
  it('however many, and however many that failed, keep tokens good and every receipt’s key known', {
    timeout: 30_000,
  }, async () => {
    const { house, token, lines } = await stand();
    for (let time = 0; time < 12; time++) {
      await expect(rotateKeys(failing(house), {})).rejects.toThrow('the disk is full');
      await rotateKeys(house, {});
    }
    expect(await authenticate(house, { secret: token })).toMatchObject({ slug: 'meridian' });
    expect(await lines('ledger.key')).toHaveLength(1);
    expect(await lines('ledger.pub')).toHaveLength(13);
    expect(await lines('token.key')).toHaveLength(13);
    expect(await lines('cursor.key')).toHaveLength(9);
    await verifyLedgers(house);
  });

  it('side by side leave the one in force that signed last, and writing goes on', { timeout: 30_000 }, async () => {
    const { house, process, lines } = await stand();
    for (let pair = 0; pair < 6; pair++) {
      const [one, other] = [await process(), await process()];
      // The first is slow to hear of its own commit: the second rotates meanwhile.
      const slow = {
        ...one.witness,
        keep: (note: string) => new Promise<void>((done) => setTimeout(done, 5 * pair)).then(() => one.witness.keep(note)),
      };
      await Promise.all([rotateKeys({ ...one, witness: slow }, {}), rotateKeys(other, {})]);
      expect(await lines('ledger.key')).toHaveLength(1);
      await issueToken(house, 'meridian', null);
      await issueToken(await process(), 'meridian', null);
    }
    await verifyLedgers(house);
  });

  it('killed before their commit leave the former signer in force, behind it the new one', async () => {
    const { house, process, lines } = await stand();
    const [before] = house.keyring.keys.ledger;
    await house.keyring.rotate();
    const next = await process();
    expect(next.keyring.keys.ledger).toHaveLength(2);
    await issueToken(next, 'meridian', null);
    await settleKeys(next);
    expect(next.keyring.keys.ledger.map(({ publicKey }) => publicKey)).toEqual([before?.publicKey]);
    expect(await lines('ledger.pub')).toHaveLength(1);
  });

  it('whose key is lost leave a way out: the ledgers are given up', async () => {
    const { home, keys, house } = await stand();
    await rm(join(keys, 'ledger.key'));
    await rm(join(keys, 'ledger.pub'));
    await makeLedgerKey(keys);
    const lost: House = { ...house, keyring: await openKeyring(home, keys) };
    await expect(issueToken(lost, 'meridian', null)).rejects.toMatchObject({ code: 'keys-stale' });
    await recoverLedgers(lost, { by: 'admin', reason: 'the key is lost' });
    await issueToken(lost, 'meridian', null);
  });
});

it('two first commands make one ledger key', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-keys-'));
  endings.push(() => rm(dir, { recursive: true, force: true }));
  await Promise.all(Array.from({ length: 8 }, () => makeLedgerKey(dir)));
  const [key, known] = await Promise.all(['ledger.key', 'ledger.pub'].map((name) => readFile(join(dir, name), 'utf8')));
  await makeLedgerKey(dir);
  expect(await readFile(join(dir, 'ledger.key'), 'utf8')).toBe(key);
  expect(known?.trim().split('\n')).toHaveLength(1);
});
