import { cp, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBookFolder } from '../../src/adapters/disk/book-folder.js';
import { makeKeys, openKeyring } from '../../src/adapters/disk/keyring.js';
import { verifyLedger } from '../../src/client/ledger/verify-ledger.js';
import { verifyReceipt } from '../../src/client/ledger/verify-receipt.js';
import { FEED_SCHEME } from '../../src/core/feed/scheme.js';
import { parseNote } from '../../src/core/ledger/signed-note.js';
import { authenticate, issueToken } from '../../src/exchange/credentials.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { found } from '../../src/exchange/found.js';
import type { House } from '../../src/exchange/house.js';
import { auditLedgers, openAudit } from '../../src/exchange/ledger/audit.js';
import { ledgerNamed } from '../../src/exchange/ledger/find-ledger.js';
import { storedSource } from '../../src/exchange/ledger/ledger-source.js';
import { proveLeaf } from '../../src/exchange/ledger/prove-leaf.js';
import { rotateKeys } from '../../src/exchange/ledger/rotate-keys.js';
import { verifierKeys } from '../../src/exchange/ledger/verifier-keys.js';
import { endAfterEach } from '../endings.js';
import { houseOn } from '../founded.js';
import { addCollection, addPartner, publishTo } from '../house-fixture.js';
import { indicator } from '../http/stage.js';
import { freshFile, openStore } from '../store/each-store.js';
import { rawStatement } from './raw-statement.js';

const endings = endAfterEach();

const freshFolder = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'parley-keys-'));
  endings.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

/** A house whose keys lie on the disk, and others on the same database: as processes that share a home, or a copy of it. */
const stand = async () => {
  const { location, remove } = await freshFile();
  endings.push(remove);
  const home = await freshFolder();
  await makeKeys(home);
  const beside = async (keys = home): Promise<House> => {
    const store = await openStore('sqlite', location);
    endings.push(() => store.close());
    return { ...houseOn(store, () => Date.UTC(2026, 0, 2), FEED_SCHEME), keyring: await openKeyring(keys, keys) };
  };
  const house = await beside();
  const operator = { slug: 'admin', name: 'Admin' };
  await found(house, { id: 'node', name: 'Northern Cell', operator, files: await readBookFolder('rulebook') });
  await addCollection(house, 'ics', 'cyber');
  const meridian = await addPartner(house, 'meridian', { cyber: 'partner' });
  await publishTo(house, 'ics', [indicator(1), indicator(2), indicator(3)]);
  return { location, home, house, beside, meridian };
};

const pageOf = async (house: House, secret: string, next?: string) =>
  disclosePage(house, await authenticate(house, { secret }), {
    collection: 'ics',
    selection: { versions: [{ kind: 'last' }] },
    endpoint: 'objects',
    limit: 1,
    next,
  });

const namesOf = async (house: House) =>
  (await house.store.read((reader) => reader.ledgers.inForce())).map(({ origin }) => origin);

const verifyAll = async (house: House): Promise<void> => {
  const audit = await openAudit(house);
  for (const ledger of audit.targets) {
    const source = storedSource(house, async () => ledger);
    await verifyLedger({ source, keys: await verifierKeys(house, ledger.origin), origin: ledger.origin });
  }
  await auditLedgers(house, audit);
};

describe('after a rotation', () => {
  it('tokens, cursors and receipts from before are good, and new ones are made with the new keys', async () => {
    const { house, meridian } = await stand();
    const first = await pageOf(house, meridian.token);
    const receipt = await proveLeaf(house, ledgerNamed('meridian'), 0);
    const [before] = await verifierKeys(house, 'parley/node/common');
    const { key } = await rotateKeys(house, { by: 'admin', reason: 'yearly change' });
    const second = await pageOf(house, meridian.token, first.next);
    expect(second.items).toHaveLength(1);
    expect(second.items).not.toEqual(first.items);
    const origin = `parley/node/${meridian.participant.id}`;
    expect(verifyReceipt({ receipt, keys: await verifierKeys(house, origin), origin })).toMatchObject({ index: 0 });
    const keys = await verifierKeys(house, 'parley/node/common');
    expect(keys).toHaveLength(2);
    expect(keys[1]).toBe(before);
    expect(Buffer.from(house.keyring.keys.ledgerPublic[0] ?? []).toString('hex')).toBe(key);
    const { secret } = await issueToken(house, 'meridian', null);
    expect((await pageOf(house, secret)).items).toHaveLength(1);
    await verifyAll(house);
  });

  it('every checkpoint in force is of the new key alone, the common ledger tells of it, and only one signer is left', async () => {
    const { home, house } = await stand();
    const sizes = async () => (await house.store.read((reader) => reader.ledgers.inForce())).map(({ size }) => size);
    const [, , own] = await sizes();
    await rotateKeys(house, {});
    expect((await sizes())[2]).toBe(own);
    const newest = await Promise.all(
      (await namesOf(house)).map(async (origin) => (await verifierKeys(house, origin)).slice(0, 1)),
    );
    for (const [place, keys] of newest.entries()) {
      const ledger = (await house.store.read((reader) => reader.ledgers.inForce()))[place];
      expect(parseNote(ledger?.checkpoint ?? '').signatures).toHaveLength(1);
      if (ledger) await verifyLedger({ source: storedSource(house, async () => ledger), keys });
    }
    const common = await house.store.read(ledgerNamed('common'));
    const [leaf] = await house.store.read((reader) => reader.ledgers.leaves(common.num, common.size - 1, common.size));
    expect(JSON.parse(leaf?.payload ?? '')).toMatchObject({ kind: 'keys-rotated' });
    expect((await readFile(join(home, 'ledger.key'), 'utf8')).trim().split('\n')).toHaveLength(1);
    for (let count = 0; count < 3; count++) await rotateKeys(house, {});
    await verifyAll(house);
  });

  it('nothing grows on a checkpoint that a former key alone has signed, though it is of the very same tree', async () => {
    const { location, house, beside, meridian } = await stand();
    const origin = `parley/node/${meridian.participant.id}`;
    const row = async () =>
      (await house.store.read((reader) => reader.ledgers.inForce())).find((ledger) => ledger.origin === origin);
    const before = await row();
    await rotateKeys(house, {});
    expect((await row())?.size).toBe(before?.size);
    await rawStatement(location, `update ledger set checkpoint = '${before?.checkpoint}' where origin = '${origin}'`);
    await expect(issueToken(await beside(), 'meridian', null)).rejects.toMatchObject({ code: 'ledger-forked' });
    await expect(rotateKeys(await beside(), {})).rejects.toMatchObject({ code: 'ledger-forked' });
  });

  it('is an administrator’s to decide, where somebody is named', async () => {
    const { house } = await stand();
    const before = house.keyring.keys.ledgerPublic.length;
    await expect(rotateKeys(house, { by: 'nobody', reason: 'x' })).rejects.toMatchObject({ code: 'operator-unknown' });
    expect(house.keyring.keys.ledgerPublic).toHaveLength(before);
  });
});

describe('another process on the same home', () => {
  it('goes on with the new keys as soon as it meets them: tokens, cursors, signatures, and the keys it names', async () => {
    const { house, beside, meridian } = await stand();
    const other = await beside();
    await pageOf(other, meridian.token);
    await rotateKeys(house, {});
    const { secret } = await issueToken(house, 'meridian', null);
    const first = await pageOf(house, secret);
    expect(other.keyring.keys.ledgerPublic).toHaveLength(1);
    expect((await pageOf(other, secret, first.next)).items).toHaveLength(1);
    expect(other.keyring.keys.ledgerPublic).toHaveLength(2);
    await issueToken(other, 'meridian', null);
    await verifyAll(other);

    await rotateKeys(house, {});
    const late = await beside();
    await issueToken(other, 'meridian', null);
    await rotateKeys(other, {});
    await issueToken(late, 'meridian', null);
    await issueToken(house, 'meridian', null);
    expect(await verifierKeys(late, 'parley/node/common')).toEqual(await verifierKeys(house, 'parley/node/common'));
    await verifyAll(late);
  });

  it('whose home is a copy from before refuses to write or to disclose what is new, and says which keys it lacks: keys-stale', async () => {
    const { home, house, beside, meridian } = await stand();
    const copy = await freshFolder();
    await cp(home, copy, { recursive: true });
    await rotateKeys(house, {});
    const stale = await beside(copy);
    await expect(issueToken(stale, 'meridian', null)).rejects.toMatchObject({ code: 'keys-stale' });
    await expect(rotateKeys(stale, {})).rejects.toMatchObject({ code: 'keys-stale' });
    await expect(pageOf(stale, meridian.token)).rejects.toMatchObject({ code: 'keys-stale' });
    expect((await pageOf(house, meridian.token)).items).toHaveLength(1);
    await cp(home, copy, { recursive: true });
    expect((await issueToken(stale, 'meridian', null)).id).toBeDefined();
    await verifyAll(house);
  });
});

describe('a rotation that was killed', () => {
  it('before it committed leaves the former signer in force; the next one, by whomever, ends it', async () => {
    const { house, beside, meridian } = await stand();
    const receipt = await proveLeaf(house, ledgerNamed('meridian'), 0);
    await (await beside()).keyring.rotate();
    const fresh = await beside();
    expect(fresh.keyring.keys.ledger).toHaveLength(2);
    await issueToken(fresh, 'meridian', null);
    const common = await fresh.store.read(ledgerNamed('host'));
    const former = (await verifierKeys(fresh, common.origin)).slice(1);
    await verifyLedger({ source: storedSource(fresh, async () => common), keys: former });
    await rotateKeys(fresh, {});
    await issueToken(house, 'meridian', null);
    expect(house.keyring.keys.ledger).toHaveLength(1);
    const origin = `parley/node/${meridian.participant.id}`;
    expect(verifyReceipt({ receipt, keys: await verifierKeys(house, origin) })).toMatchObject({ index: 0 });
    await verifyAll(fresh);
  });
});
