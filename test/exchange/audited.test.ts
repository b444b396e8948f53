import { copyFile, rm } from 'node:fs/promises';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { issueToken } from '../../src/exchange/credentials.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import { exposure } from '../../src/exchange/disclosure/exposure.js';
import type { House } from '../../src/exchange/house.js';
import { auditLedgers, openAudit } from '../../src/exchange/ledger/audit.js';
import { ledgerNamed } from '../../src/exchange/ledger/find-ledger.js';
import { storedSource } from '../../src/exchange/ledger/ledger-source.js';
import { recoverLedgers } from '../../src/exchange/ledger/recover.js';
import type { StoredLedger } from '../../src/exchange/ports/ledgers.js';
import { endAfterEach } from '../endings.js';
import { addCollection, addPartner, openTestHouse, publishTo } from '../house-fixture.js';
import { idOf, indicator } from '../http/stage.js';
import { freshFile, openStore } from '../store/each-store.js';
import { rawStatement } from './raw-statement.js';

const endings = endAfterEach();

const stand = async () => {
  const { location, remove } = await freshFile();
  endings.push(remove);
  const open = async () => {
    const store = await openStore('sqlite', location);
    endings.push(() => store.close());
    return store;
  };
  const store = await open();
  const { house } = await openTestHouse({ store });
  const { num: collection } = await addCollection(house, 'ics', 'cyber');
  const { participant } = await addPartner(house, 'meridian', { cyber: 'partner' });
  await addPartner(house, 'twin', {});
  await publishTo(
    house,
    'ics',
    [1, 2, 3, 4].map((number) => indicator(number)),
  );
  /** One more process of the same home. */
  const beside = async (): Promise<House> => ({ ...house, store: await open() });
  return { location, house, participant, collection, beside, run: (text: string) => rawStatement(location, text) };
};

type Stand = Awaited<ReturnType<typeof stand>>;

const read = async (house: House, { participant }: Stand, number: number): Promise<number> => {
  const selection = { ids: [idOf('indicator', number)], versions: [{ kind: 'last' as const }] };
  return (await disclosePage(house, participant, { collection: 'ics', selection, endpoint: 'objects' })).items.length;
};

const audited = async (house: House, name?: string): Promise<void> => auditLedgers(house, await openAudit(house, name));

const unverified = (reason: RegExp) => ({ code: 'ledger-unverified', message: expect.stringMatching(reason) });

const ledgerOf = (house: House, name: string): Promise<StoredLedger> => house.store.read(ledgerNamed(name));

const setBack = ({ num, size, frontier, at, checkpoint }: StoredLedger): string => `
  delete from ledger_leaf where ledger = ${num} and idx >= ${size};
  update ledger set size = ${size}, frontier = x'${Buffer.from(frontier).toString('hex')}', at = ${at}, checkpoint = '${checkpoint}'
    where num = ${num};`;

describe('the audit', () => {
  it('of one ledger compares it with what the ledger of the host said of it last', async () => {
    const s = await stand();
    const before = await ledgerOf(s.house, 'meridian');
    await read(s.house, s, 1);
    await audited(s.house, 'meridian');
    await s.run(`${setBack(before)} delete from delivery; delete from held;`);
    await expect(audited(s.house, 'meridian')).rejects.toMatchObject(unverified(/the ledger of the host knows of/));
    await expect(audited(s.house)).rejects.toMatchObject({ code: 'ledger-unverified' });
  });

  it('of one ledger adds up all others too: one that was set back is missed in the sum', async () => {
    const s = await stand();
    const before = await ledgerOf(s.house, 'twin');
    await issueToken(s.house, 'twin', null);
    await audited(s.house, 'meridian');
    await s.run(setBack(before));
    await expect(audited(s.house, 'meridian')).rejects.toMatchObject(unverified(/do not add up/));
  });

  it.each(['host', 'common', 'meridian'])('refuses a leaf that cannot be opened, in the ledger %s', async (name) => {
    const s = await stand();
    const { num } = await ledgerOf(s.house, name);
    for (const column of ['salt', 'payload']) {
      await s.run(`create table kept as select * from ledger_leaf where ledger = ${num}`);
      await s.run(`update ledger_leaf set ${column} = null where ledger = ${num} and idx = 0`);
      for (const which of [undefined, name])
        await expect(audited(s.house, which)).rejects.toMatchObject(unverified(/what opens leaf 0 is missing/));
      await s.run(`delete from ledger_leaf where ledger = ${num}; insert into ledger_leaf select * from kept; drop table kept`);
      await audited(s.house);
    }
  });

  it('compares what is held with what was delivered, bit by bit, and names the collection', async () => {
    const s = await stand();
    await read(s.house, s, 1);
    await audited(s.house);
    const feed = `participant = ${s.participant.num} and collection = ${s.collection}`;
    const contradiction = unverified(/held of collection ics is not what was delivered/);
    for (const tampered of [
      `update held set listing = cast(x'${'ff'.repeat(512)}' as blob) where ${feed}`,
      `update held set content = zeroblob(512) where ${feed}`,
      `delete from held where ${feed}`,
    ]) {
      await s.run(`create table kept as select * from held; ${tampered}`);
      await expect(audited(s.house)).rejects.toMatchObject(contradiction);
      await s.run('delete from held; insert into held select * from kept; drop table kept');
      await audited(s.house);
    }
    // An owner who wants what leaves from now on to stay off the record.
    await s.run(
      `insert into held values (${s.participant.num}, ${s.collection}, 1, zeroblob(512), cast(x'01${'00'.repeat(511)}' as blob))`,
    );
    await expect(audited(s.house, 'meridian')).rejects.toMatchObject(contradiction);
  });

  it('looks at what the home has seen each time, however often the same checkpoint of the host was shown', async () => {
    const s = await stand();
    await s.run('pragma wal_checkpoint(truncate)');
    await copyFile(s.location, `${s.location}.old`);
    await audited(s.house);
    await issueToken(s.house, 'twin', null);
    await s.house.store.close();
    for (const suffix of ['', '-wal', '-shm']) await rm(`${s.location}${suffix}`, { force: true });
    await copyFile(`${s.location}.old`, s.location);
    await expect(audited(await s.beside())).rejects.toMatchObject({ code: 'ledger-behind' });
  });
});

describe('after a recovery by another process', () => {
  const RECORD = ['ledger', 'ledger_leaf', 'ledger_node', 'ledger_tile', 'delivery', 'held', 'standing'];

  it('what a process remembers of the lost record is put on record again, though as much has been delivered since', async () => {
    const s = await stand();
    const [one, two, cli] = [await s.beside(), await s.beside(), await s.beside()];
    await s.run('pragma wal_checkpoint(truncate)');
    await copyFile(s.location, `${s.location}.old`);
    for (const number of [1, 2]) await read(one, s, number);
    const back = RECORD.map((table) => `delete from ${table}; insert into ${table} select * from old.${table};`);
    await s.run(`attach '${s.location}.old' as old; ${back.join(' ')}`);
    await recoverLedgers(cli, { by: 'admin', reason: 'the standby lagged' });
    for (const number of [3, 4]) await read(two, s, number);
    for (const number of [1, 2]) expect(await read(one, s, number)).toBe(1);
    const { disclosures } = await exposure(cli, { participant: 'meridian' });
    expect(disclosures.map(({ object }) => object)).toEqual([1, 2, 3, 4].map((number) => idOf('indicator', number)));
    await audited(cli);
  });

  it('a participant that comes later is of the same history', async () => {
    const s = await stand();
    await s.run("update ledger set frontier = zeroblob(length(frontier)) where kind = 'own'");
    const cli = await s.beside();
    await recoverLedgers(cli, { by: 'admin', reason: 'tampered with' });
    await addPartner(cli, 'lantern', { cyber: 'partner' });
    const database = new Database(s.location);
    const histories = database.prepare('select history from standing').all() as { history: number }[];
    database.close();
    expect(histories.map(({ history }) => history)).toEqual([2, 2, 2]);
  });
});

describe('a checkpoint that was handed out before', () => {
  /** A home whose disk is full for whatever it has not kept yet. */
  const onFullDisk = (house: House): { readonly full: House; readonly asked: () => number } => {
    const { witness } = house;
    const kept = witness.last();
    let asked = 0;
    const keep = async (note: string): Promise<void> => {
      asked++;
      if (note !== kept) throw new Error('no space is left');
    };
    return { full: { ...house, witness: Object.assign(witness, { keep }) }, asked: () => asked };
  };

  it.each(['meridian', 'common'])('is handed out again as it was, whether others are active or not: %s', async (name) => {
    const s = await stand();
    const look = (house: House) => storedSource(house, ledgerNamed(name)).checkpoint();
    const before = await look(s.house);
    const other = { ...(await s.beside()), witness: { ...s.house.witness } };
    const { full, asked } = onFullDisk(s.house);
    const quiet = await look(full);
    await issueToken(other, 'twin', null);
    const busy = await look(full);
    expect([quiet, busy, asked()]).toEqual([before, before, 0]);
  });

  it('is no promise for the next one of that ledger: that waits until the home can vouch for it', async () => {
    const s = await stand();
    const look = (house: House) => storedSource(house, ledgerNamed('meridian')).checkpoint();
    await look(s.house);
    const other = { ...(await s.beside()), witness: { ...s.house.witness } };
    const { full } = onFullDisk(s.house);
    await issueToken(other, 'meridian', null);
    await expect(look(full)).rejects.toThrow('no space is left');
  });
});
