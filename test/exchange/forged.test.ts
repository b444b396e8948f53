import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { describe, expect, it } from 'vitest';
import { openCheckpointFile } from '../../src/adapters/disk/checkpoint-file.js';
import { appendLeaves, EMPTY_FRONTIER, encodeFrontier, rootOf } from '../../src/core/ledger/frontier.js';
import { encodeLeaf } from '../../src/core/ledger/leaf.js';
import { issueToken } from '../../src/exchange/credentials.js';
import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import type { House } from '../../src/exchange/house.js';
import { requireUnforked } from '../../src/exchange/ledger/guard.js';
import { LEDGER_HASH } from '../../src/exchange/ledger/hashing.js';
import { recoverLedgers } from '../../src/exchange/ledger/recover.js';
import { rotateKeys } from '../../src/exchange/ledger/rotate-keys.js';
import { signedCheckpoint } from '../../src/exchange/ledger/sign.js';
import { endAfterEach } from '../endings.js';
import { addCollection, addPartner, openTestHouse, publishTo, trust } from '../house-fixture.js';
import { indicator } from '../http/stage.js';
import { freshFile, openStore } from '../store/each-store.js';
import { verifyLedgers } from '../verified.js';
import { rawStatement } from './raw-statement.js';

/** What the owner of the database does to its rows, and must not find signed with the next leaf. */
const endings = endAfterEach();

const stand = async () => {
  const { location, remove } = await freshFile();
  endings.push(remove);
  let store = await openStore('sqlite', location);
  const { house } = await openTestHouse({ store });
  endings.push(() => store.close());
  await addCollection(house, 'ics', 'cyber');
  const meridian = await addPartner(house, 'meridian', { cyber: 'partner' });
  const twin = await addPartner(house, 'twin', { cyber: 'partner' });
  const restarted = async (): Promise<House> => {
    await rawStatement(location, 'pragma wal_checkpoint(truncate)');
    await store.close();
    store = await openStore('sqlite', location);
    return { ...house, store };
  };
  const rows = <Row>(text: string): readonly Row[] => {
    const database = new Database(location);
    try {
      return database.prepare(text).all() as Row[];
    } finally {
      database.close();
    }
  };
  return { location, house, meridian, twin, restarted, rows, run: (statement: string) => rawStatement(location, statement) };
};

type Stand = Awaited<ReturnType<typeof stand>>;

/** An act that has kept its checkpoint in the home when it returns. */
const write = (house: House) => trust(house, 'meridian', 'finance', 'contact');

const read = (house: House, { meridian }: Stand, endpoint: 'objects' | 'manifest' = 'objects') =>
  disclosePage(house, meridian.participant, { collection: 'ics', selection: { versions: [{ kind: 'last' }] }, endpoint });

const FORKED = { code: 'ledger-forked' };

/** In the process that knows better, and in one that has just started. */
const expectRefused = async (s: Stand, act: (house: House) => Promise<unknown> = write): Promise<void> => {
  await expect(act(s.house)).rejects.toMatchObject(FORKED);
  await expect(act(await s.restarted())).rejects.toMatchObject(FORKED);
};

const ownNum = ({ rows }: Stand, participant: number): number =>
  rows<{ num: number }>(`select num from ledger where kind = 'own' and participant = ${participant}`)[0]?.num ?? 0;

describe('a ledger that is not the host’s, and was', () => {
  it('emptied, is not begun again under its name', async () => {
    const s = await stand();
    await s.run("delete from ledger_leaf where ledger in (select num from ledger where kind <> 'host')");
    await s.run("update ledger set size = 0, frontier = x'', checkpoint = '' where kind <> 'host'");
    await expectRefused(s);
  });

  it('removed with its row, is not opened again under its name', async () => {
    const s = await stand();
    await s.run(`delete from ledger where num = ${ownNum(s, s.meridian.participant.num)}`);
    await expectRefused(s);
  });

  it('put back to what it was before a disclosure, however well that was signed, does not go on; nor does any other', async () => {
    const s = await stand();
    await publishTo(s.house, 'ics', [indicator(1), indicator(2)]);
    const num = ownNum(s, s.meridian.participant.num);
    const [old] = s.rows<{ size: number; f: string; at: number; checkpoint: string }>(
      `select size, hex(frontier) f, at, checkpoint from ledger where num = ${num}`,
    );
    expect((await read(s.house, s)).items).toHaveLength(2);
    await s.run(`delete from ledger_leaf where ledger = ${num} and idx >= ${old?.size}`);
    await s.run(
      `update ledger set size = ${old?.size}, frontier = x'${old?.f}', at = ${old?.at}, checkpoint = '${old?.checkpoint}' where num = ${num}`,
    );
    await s.run('delete from delivery; delete from held; update standing set disclosures = 0');
    await expectRefused(s);
    await expect(issueToken(await s.restarted(), 'twin', null)).rejects.toMatchObject(FORKED);
  });

  it('given to another participant, takes no leaf of either', async () => {
    const s = await stand();
    await publishTo(s.house, 'ics', [indicator(1), indicator(2)]);
    const [m, t] = [s.meridian.participant.num, s.twin.participant.num];
    const [a, b] = [ownNum(s, m), ownNum(s, t)];
    await s.run(`update ledger set participant = ${t} where num = ${a}; update ledger set participant = ${m} where num = ${b};`);
    await expectRefused(s, (house) => read(house, s));
  });

  it('set to another time, does not carry it on', async () => {
    const s = await stand();
    await s.run(`update ledger set at = ${Date.UTC(2031, 5, 6)} where kind <> 'host'`);
    await expectRefused(s);
  });

  it('written with a key that was rotated away, is not signed on top of', async () => {
    const s = await stand();
    const [former] = s.house.keyring.keys.ledger;
    await rotateKeys(s.house, {});
    const [row] = s.rows<{ num: number; origin: string; at: number }>("select num, origin, at from ledger where kind = 'common'");
    if (former === undefined || row === undefined) throw new Error('there are a signer and a common ledger');
    const digest = Buffer.alloc(32, 7);
    const leaf = LEDGER_HASH.leaf(encodeLeaf({ at: row.at, digest }));
    const { frontier } = appendLeaves(LEDGER_HASH, EMPTY_FRONTIER, [leaf]);
    const note = signedCheckpoint(former, { origin: row.origin, size: 1, root: rootOf(LEDGER_HASH, frontier) });
    await s.run(`delete from ledger_leaf where ledger = ${row.num}`);
    await s.run(`insert into ledger_leaf values (${row.num}, 0, ${row.at}, x'${digest.toString('hex')}', null, null)`);
    await s.run(
      `update ledger set size = 1, frontier = x'${Buffer.from(encodeFrontier(frontier)).toString('hex')}', checkpoint = '${note}' where num = ${row.num}`,
    );
    await expectRefused(s, (house) => rotateKeys(house, {}));
  });
});

it('rows of the time before ledgers are not signed by a recovery', async () => {
  const s = await stand();
  await s.run(
    `insert into event values (1, 1767225600000, 'tier-moved', 'admin', 'forged', ${s.meridian.participant.num}, '{"track":"cyber"}')`,
  );
  await s.run("update ledger set frontier = zeroblob(length(frontier)) where kind = 'own'");
  const house = await s.restarted();
  await recoverLedgers(house, { by: 'admin', reason: 'the edge was spoilt' });
  const payloads = s.rows<{ payload: string }>('select payload from ledger_leaf').map(({ payload }) => payload);
  expect(payloads.join()).not.toContain('forged');
  await write(house);
  await verifyLedgers(house);
});

it('a process goes by what other processes of its home have seen: a tail that one has seen no other forks', async () => {
  const s = await stand();
  const dir = await mkdtemp(join(tmpdir(), 'parley-checkpoints-'));
  endings.push(() => rm(dir, { recursive: true, force: true }));
  const one: House = { ...s.house, witness: await openCheckpointFile(dir) };
  await requireUnforked(one);
  const other: House = { ...s.house, witness: await openCheckpointFile(dir) };
  await write(one);
  await s.run(`vacuum into '${s.location}.old'`);
  for (let more = 0; more < 3; more++) await write(one);
  const seen = await readdir(dir);
  // A standby that was behind takes over.
  await s.run(`attach '${s.location}.old' as o;
    delete from ledger; insert into ledger select * from o.ledger;
    delete from ledger_leaf; insert into ledger_leaf select * from o.ledger_leaf;
    delete from token; insert into token select * from o.token;`);
  for (const house of [one, other]) await expect(write(house)).rejects.toMatchObject({ code: 'ledger-behind' });
  expect(await readdir(dir)).toEqual(seen);
});
