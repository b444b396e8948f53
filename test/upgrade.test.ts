import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Database from 'libsql';
import { expect, it } from 'vitest';
import { cliContext } from '../src/compose.js';
import { readConfig } from '../src/config.js';
import { documentOf, freshFolder, runLine } from './cli/line-runner.js';
import { drain } from './drain.js';
import { indicator } from './scenarios/node.js';
import { verifyLedgers } from './verified.js';

/** What version 0.1 left behind: neither ledgers nor disclosures, and its rulings as rows of their own. */
const TO_0_1 = [
  'drop table ledger',
  'drop table ledger_leaf',
  'drop table ledger_tile',
  'drop table ledger_node',
  'drop table held',
  'drop table delivery',
  'alter table standing drop column disclosures',
  'alter table standing drop column history',
  'alter table feed_head drop column granted',
  'alter table feed_head drop column revision',
  'drop index feed_object',
  'create index feed_object on feed (participant, object) where died is null',
  'drop table quarantine',
  'drop table submission',
  'drop index object_id',
  'alter table object drop column id',
  'alter table object drop column submitter',
  'alter table object rename column line to id',
  'drop table participant_certificate',
  "delete from schema_migration where name > '0001-first'",
  `insert into event values (1, 1767312000000, 'node-founded', 'admin', null, null, '{"id":"n","name":"Old Cell","book":"b"}'),
    (2, 1767312001000, 'tier-moved', 'admin', 'agreement of 3 May', 1, '{"track":"cyber","from":"closed","to":"partner"}')`,
];

it('a home of version 0.1 gets its keys and ledgers with the first command, and loses nothing', { timeout: 60_000 }, async () => {
  const { dir, drop } = freshFolder();
  const home = join(dir, 'home');
  const run = (line: string, stdin = '') => runLine([...line.split(' '), '--json'], home, { stdin });
  await run('init --name Old');
  await run('collection add ics --title ICS --track cyber');
  await run('participant add meridian --name Meridian');
  await run('tier set meridian --track cyber --tier partner --by admin --reason agreed');
  const { token } = documentOf<{ token: string }>(await run('token issue meridian'));
  await run('import - --collection ics --label tlp=green', [indicator(1), indicator(2)].join('\n'));
  const database = new Database(join(home, 'parley.db'));
  for (const statement of TO_0_1) database.exec(statement);
  database.close();
  for (const lost of ['keys/ledger.key', 'keys/ledger.pub', 'checkpoints']) await rm(join(home, lost), { recursive: true });

  expect((await run('participant list')).status).toBe(0);
  const { house, close } = await cliContext(readConfig({ PARLEY_HOME: home, PARLEY_LOG: 'silent' })).openHouse(home);
  try {
    const told = await house.store.read(async (reader) => {
      const ledgers = await reader.ledgers.inForce();
      const host = ledgers.find(({ kind }) => kind === 'host');
      const own = ledgers.find(({ kind }) => kind === 'own');
      const payloads = async (ledger = host) =>
        (await reader.ledgers.leaves(ledger?.num ?? 0, 0, ledger?.size ?? 0)).map(({ payload }) => payload ?? '');
      return { host: await payloads(), own: await payloads(own) };
    });
    expect(told.host.map((payload) => (JSON.parse(payload) as { kind: string }).kind)).toEqual([
      'node-founded',
      'tier-moved',
      'ledgers-opened',
      'checkpoints',
    ]);
    expect(told.host.join()).toContain('agreement of 3 May');
    expect(told.own.join()).not.toContain('agreement of 3 May');
    expect(await drain(house, 'meridian', 'ics')).toHaveLength(2);
    expect((await verifyLedgers(house)).size).toBe(3);
    expect(token).toMatch(/^[\w-]{43}$/);
  } finally {
    await close();
    drop();
  }
});
