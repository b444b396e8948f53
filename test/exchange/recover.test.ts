import { copyFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { verifyLedger } from '../../src/client/ledger/verify-ledger.js';
import { verifyReceipt } from '../../src/client/ledger/verify-receipt.js';
import { checkpointIn } from '../../src/core/ledger/checkpoint.js';
import { authenticate, issueToken } from '../../src/exchange/credentials.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import type { House } from '../../src/exchange/house.js';
import { auditLedgers, openAudit } from '../../src/exchange/ledger/audit.js';
import { ledgerNamed } from '../../src/exchange/ledger/find-ledger.js';
import { requireUnforked } from '../../src/exchange/ledger/guard.js';
import { storedSource } from '../../src/exchange/ledger/ledger-source.js';
import { proveLeaf } from '../../src/exchange/ledger/prove-leaf.js';
import { recoverLedgers } from '../../src/exchange/ledger/recover.js';
import { verifierKeys } from '../../src/exchange/ledger/verifier-keys.js';
import { endAfterEach } from '../endings.js';
import { addCollection, addPartner, openTestHouse, publishTo } from '../house-fixture.js';
import { indicator } from '../http/stage.js';
import { freshFile, openStore } from '../store/each-store.js';
import { rawStatement } from './raw-statement.js';

const endings = endAfterEach();

const page = async (house: House, secret: string, endpoint: 'objects' | 'manifest') =>
  disclosePage(house, await authenticate(house, { secret }), {
    collection: 'ics',
    selection: { versions: [{ kind: 'last' }] },
    endpoint,
  });

/** A house that has lost its tail: one delivery and one token of meridian are not in the database any more. */
const standBehind = async () => {
  const { location, remove } = await freshFile();
  endings.push(remove);
  const store = await openStore('sqlite', location);
  const { house, close } = await openTestHouse({ store });
  endings.push(close);
  await addCollection(house, 'ics', 'cyber');
  const meridian = await addPartner(house, 'meridian', { cyber: 'partner' });
  await addPartner(house, 'quillon', {});
  await publishTo(house, 'ics', [indicator(1)]);
  await page(house, meridian.token, 'objects');
  await rawStatement(location, 'pragma wal_checkpoint(truncate)');
  await copyFile(location, `${location}.old`);
  const keptReceipt = await proveLeaf(house, ledgerNamed('meridian'), 0);
  await page(house, meridian.token, 'manifest');
  await issueToken(house, 'meridian', null);
  const lostCheckpoint = await storedSource(house, ledgerNamed('meridian')).checkpoint();
  await store.close();
  for (const suffix of ['', '-wal', '-shm']) await rm(`${location}${suffix}`, { force: true });
  await copyFile(`${location}.old`, location);
  const older = await openStore('sqlite', location);
  endings.push(() => older.close());
  return { house: { ...house, store: older }, location, meridian, keptReceipt, lostCheckpoint };
};

const originOf = (note: string): string => checkpointIn(note).origin;

const verifyAll = async (house: House) => {
  const audit = await openAudit(house);
  for (const ledger of audit.targets)
    await verifyLedger({ source: storedSource(house, async () => ledger), keys: await verifierKeys(house, ledger.origin) });
  await auditLedgers(house, audit);
  return audit;
};

describe('a recovery', () => {
  it('ends every ledger and opens it under a new origin, whose first leaf holds the signed statement', async () => {
    const { house, meridian } = await standBehind();
    await expect(requireUnforked(house)).rejects.toMatchObject({ code: 'ledger-behind' });
    const { origin, lost, statement } = await recoverLedgers(house, { by: 'admin', reason: 'the disk failed' });
    expect([origin, lost]).toEqual(['parley/node/host/2', 3]);
    expect(statement).toContain('generation 2');
    const audit = await verifyAll(house);
    expect(audit.targets.map((ledger) => ledger.origin)).toEqual([
      'parley/node/host/2',
      'parley/node/common/2',
      `parley/node/${meridian.participant.id}/2`,
      expect.stringMatching(/\/2$/),
    ]);
    expect(audit.ended).toHaveLength(4);
    for (const { num, kind } of audit.targets) {
      const [leaf] = await house.store.read((reader) => reader.ledgers.leaves(num, 0, 1));
      const facts = JSON.parse(leaf?.payload ?? '') as { kind: string; statement?: string; detail?: { statement: string } };
      expect(facts.kind).toBe(kind === 'own' ? 'ledger-continued' : 'ledgers-recovered');
      expect(facts.statement ?? facts.detail?.statement).toBe(statement);
    }
  });

  it('tells a partner nothing about the host’s ledger, nor why', async () => {
    const { house } = await standBehind();
    await recoverLedgers(house, { by: 'admin', reason: 'the disk failed' });
    for (const name of ['common', 'meridian', 'quillon']) {
      const ledger = await house.store.read(ledgerNamed(name));
      const payloads = (await house.store.read((reader) => reader.ledgers.leaves(ledger.num, 0, ledger.size))).map(
        ({ payload }) => payload,
      );
      expect(payloads.join()).not.toMatch(/the disk failed|"lost"|node\/host/);
    }
  });

  it('leaves what was proved before provable: a kept receipt is good, and a lost checkpoint shows what was lost', async () => {
    const { house, keptReceipt, lostCheckpoint, meridian } = await standBehind();
    await recoverLedgers(house, {});
    const origin = `parley/node/${meridian.participant.id}`;
    expect(verifyReceipt({ receipt: keptReceipt, keys: await verifierKeys(house, origin) })).toMatchObject({ origin });
    const ended = (await house.store.read((reader) => reader.ledgers.all())).find((ledger) => ledger.origin === origin);
    expect(checkpointIn(lostCheckpoint).size).toBe((ended?.size ?? 0) + 2);
    const source = storedSource(house, ledgerNamed('meridian'));
    expect(originOf(await source.checkpoint())).toBe(`${origin}/2`);
  });

  it('goes on: writes, deliveries, a start, and the sum of deliveries over both generations', async () => {
    const { house, meridian } = await standBehind();
    await recoverLedgers(house, {});
    await requireUnforked(house);
    expect((await page(house, meridian.token, 'manifest')).items).toHaveLength(1);
    await addPartner(house, 'lantern', {});
    expect((await house.store.read(ledgerNamed('lantern'))).origin).toMatch(/\/2$/);
    await verifyAll(house);
  });

  it('is not for sound ledgers, nor for whoever is no administrator', async () => {
    const { house } = await standBehind();
    await expect(recoverLedgers(house, { by: 'nobody', reason: 'x' })).rejects.toMatchObject({ code: 'operator-unknown' });
    await recoverLedgers(house, {});
    await expect(recoverLedgers(house, {})).rejects.toMatchObject({ code: 'ledger-sound' });
  });

  it('can happen again, each time under an origin of its own', async () => {
    const { house, location } = await standBehind();
    await recoverLedgers(house, {});
    await rawStatement(location, "update ledger set frontier = zeroblob(32) where origin like '%/host/2'");
    const again = await recoverLedgers(house, {});
    expect(again.origin).toBe('parley/node/host/3');
    await verifyAll(house);
  });
});
