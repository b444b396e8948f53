import { copyFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { FEED_SCHEME } from '../../src/core/feed/scheme.js';
import { checkpointIn } from '../../src/core/ledger/checkpoint.js';
import { issueToken } from '../../src/exchange/credentials.js';
import type { House } from '../../src/exchange/house.js';
import { ledgerNamed } from '../../src/exchange/ledger/find-ledger.js';
import { requireUnforked } from '../../src/exchange/ledger/guard.js';
import { storedSource } from '../../src/exchange/ledger/ledger-source.js';
import { proveLeaf } from '../../src/exchange/ledger/prove-leaf.js';
import { recoverLedgers } from '../../src/exchange/ledger/recover.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { endAfterEach } from '../endings.js';
import { houseOn } from '../founded.js';
import { addPartner, openTestHouse } from '../house-fixture.js';
import { freshFile, openStore } from '../store/each-store.js';
import { rawStatement } from './raw-statement.js';

const endings = endAfterEach();

/** A founded house with the partner meridian on a file, which can be put back to what it was. */
const stand = async () => {
  const { location, remove } = await freshFile();
  endings.push(remove);
  let store = await openStore('sqlite', location);
  const opened = await openTestHouse({ store });
  endings.push(opened.close);
  let house = opened.house;
  await addPartner(house, 'meridian', {});
  endings.push(() => store.close());
  const reopened = async (exchange: () => Promise<void>): Promise<House> => {
    await rawStatement(location, 'pragma wal_checkpoint(truncate)');
    await store.close();
    await exchange();
    store = await openStore('sqlite', location);
    house = { ...house, store };
    return house;
  };
  const copy = async (to: string): Promise<void> => {
    await rawStatement(location, 'pragma wal_checkpoint(truncate)');
    await copyFile(location, to);
  };
  return { location, house: () => house, reopened, copy };
};

const backTo = (location: string, from: string) => async () => {
  for (const suffix of ['', '-wal', '-shm']) await rm(`${location}${suffix}`, { force: true });
  await copyFile(from, location);
};

const write = (house: House) => issueToken(house, 'meridian', null);

/** Everything that hands out a checkpoint, writes, or lets a process start. */
const expectRefused = async (house: House, code: string): Promise<void> => {
  await expect(requireUnforked(house)).rejects.toMatchObject({ code });
  await expect(write(house)).rejects.toMatchObject({ code });
  for (const name of ['host', 'common', 'meridian']) {
    await expect(storedSource(house, ledgerNamed(name)).checkpoint()).rejects.toMatchObject({ code });
    await expect(proveLeaf(house, ledgerNamed(name), 0)).rejects.toMatchObject({ code });
  }
};

describe('a database that was exchanged under a home', () => {
  it('is refused when it is an older copy: ledger-behind', async () => {
    const { location, house, reopened, copy } = await stand();
    const old = `${location}.old`;
    await copy(old);
    await write(house());
    const behind = await reopened(backTo(location, old));
    await expectRefused(behind, 'ledger-behind');
    expect(await behind.store.read((reader) => reader.registry.tokens())).toHaveLength(1);
  });

  it('is refused when it has another history, of the same size or longer: ledger-forked', async () => {
    const { location, house, reopened, copy } = await stand();
    const fork = `${location}.fork`;
    await copy(fork);
    const forkStore = await openStore('sqlite', fork);
    // Other salts: another history though the same was done.
    const other = houseOn(forkStore, () => house().clock() + 1, FEED_SCHEME);
    await write(other);
    await write(house());
    const sizeOf = async (each: House) => (await each.store.read(ledgerNamed('host'))).size;
    expect(await sizeOf(other)).toBe(await sizeOf(house()));
    const longer = `${location}.longer`;
    await rawStatement(fork, 'pragma wal_checkpoint(truncate)');
    const same = `${location}.same`;
    await copyFile(fork, same);
    await write(other);
    await rawStatement(fork, 'pragma wal_checkpoint(truncate)');
    await copyFile(fork, longer);
    await forkStore.close();
    await expectRefused(await reopened(backTo(location, same)), 'ledger-forked');
    await expectRefused(await reopened(backTo(location, longer)), 'ledger-forked');
  });

  it('is taken when it goes on from what the home has seen', async () => {
    const { location, house, reopened, copy } = await stand();
    const further = `${location}.further`;
    await copy(further);
    const store = await openStore('sqlite', further);
    await write({ ...house(), store });
    await rawStatement(further, 'pragma wal_checkpoint(truncate)');
    await store.close();
    const onward = await reopened(backTo(location, further));
    await requireUnforked(onward);
    await write(onward);
  });

  it('a home that has seen nothing yet takes the database as it finds it, and remembers', async () => {
    const { house } = await stand();
    const fresh = { ...houseOn(house().store, house().clock, FEED_SCHEME) };
    expect(fresh.witness.last()).toBeUndefined();
    await requireUnforked(fresh);
    expect(fresh.witness.last()).toBe(house().witness.last());
  });
});

describe('a look beside a writer', () => {
  it('is not mistaken for a database that is behind', async () => {
    const { house } = await stand();
    const { store } = house();
    // A transaction commits, and its checkpoint is kept, when the look has its snapshot already.
    const late: Store = {
      ...store,
      read: (look) =>
        store.read(async (reader) => {
          await reader.ledgers.find('host', null);
          await write(house());
          return look(reader);
        }),
    };
    await requireUnforked({ ...house(), store: late });
    expect(await storedSource({ ...house(), store: late }, ledgerNamed('host')).checkpoint()).toContain('parley/node/host');
    await Promise.all(Array.from({ length: 20 }, (_, count) => (count % 2 === 0 ? write(house()) : requireUnforked(house()))));
  });
});

describe('rows that were tampered with', () => {
  const TAMPERED = [
    ['the edge of a partner’s tree', "update ledger set frontier = zeroblob(length(frontier)) where kind = 'own'"],
    ['an edge of the wrong length', "update ledger set frontier = x'00' where kind = 'own'"],
    ['the size', "update ledger set size = size + 1 where kind = 'own'"],
    ['a checkpoint', "update ledger set checkpoint = replace(checkpoint, substr(checkpoint, -12, 4), 'AAAA') where kind = 'own'"],
    ['a checkpoint that is none', "update ledger set checkpoint = 'signed, the host' where kind = 'own'"],
    ['a checkpoint without signature', "update ledger set checkpoint = '' where kind = 'own'"],
    ['the edge of the host’s tree', "update ledger set frontier = zeroblob(length(frontier)) where kind = 'host'"],
    ['the checkpoint of the host', "update ledger set checkpoint = 'signed, the host' where kind = 'host'"],
    [
      'the checkpoint of another ledger',
      "update ledger set checkpoint = (select checkpoint from ledger where kind = 'common') where kind = 'own'",
    ],
  ] as const;

  it.each(TAMPERED)('nothing is signed on top of them: %s', async (_, statement) => {
    const { location, reopened } = await stand();
    const house = await reopened(() => rawStatement(location, statement));
    const before = await house.store.read((reader) => reader.ledgers.all());
    await expect(write(house)).rejects.toMatchObject({ code: 'ledger-forked' });
    expect(await house.store.read((reader) => reader.ledgers.all())).toEqual(before);
    expect(await house.store.read((reader) => reader.registry.tokens())).toHaveLength(1);
  });

  it.each(TAMPERED)('a process that signed before does not trust its memory: %s', async (_, statement) => {
    const { location, house } = await stand();
    await rawStatement(location, statement);
    await expect(write(house())).rejects.toMatchObject({ code: 'ledger-forked' });
  });

  it.each(TAMPERED)('they can be given up, and the ledgers go on under new origins: %s', async (_, statement) => {
    const { location, reopened } = await stand();
    const house = await reopened(() => rawStatement(location, statement));
    const { origin } = await recoverLedgers(house, { by: 'admin', reason: 'tampered with' });
    expect(origin).toMatch(/\/host\/2$/);
    await write(house);
    const note = await storedSource(house, ledgerNamed('meridian')).checkpoint();
    expect(checkpointIn(note).origin).toMatch(/\/2$/);
  });
});
