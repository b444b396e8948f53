import { copyFileSync, cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { checkpointIn } from '../../src/core/ledger/checkpoint.js';
import { parseNoteKey } from '../../src/core/ledger/note-key.js';
import { parseNote } from '../../src/core/ledger/signed-note.js';
import type { House } from '../../src/exchange/house.js';
import { rawStatement } from '../exchange/raw-statement.js';
import { indicator } from '../scenarios/node.js';
import { type Around, documentOf, freshFolder, type Run, runLine } from './line-runner.js';

const { dir, drop } = freshFolder();
const home = join(dir, 'home');
const nowhere = join(dir, 'nowhere');
const database = join(home, 'parley.db');
const run = (...argv: string[]): Promise<Run> => runLine(argv, home);
const answer = async <T = Record<string, unknown>>(...argv: string[]): Promise<T> => {
  const ran = await run(...argv, '--json');
  expect(ran.status, ran.err + ran.out).toBe(0);
  return documentOf<T>(ran);
};
const refusal = async (argv: readonly string[], at = home, around: Around = {}) => {
  const ran = await runLine([...argv, '--json'], at, around);
  return { status: ran.status, ...documentOf<{ error: { code: string; message: string } }>(ran).error };
};

interface Verified {
  readonly ok: boolean;
  readonly logs: readonly { readonly origin: string; readonly size: number; readonly root: string }[];
}

let url: string;
let token: string;
let stop: () => Promise<void>;
const tokenFile = join(dir, 'token');
const remote = (...argv: string[]) => runLine([...argv, '--url', url, '--token-file', tokenFile], nowhere);
const page = (endpoint: string) =>
  fetch(`${url}/taxii2/main/collections/ics/${endpoint}/`, { headers: { authorization: `Bearer ${token}` } });

beforeAll(async () => {
  await answer('init', '--name', 'Northern Cell');
  await answer('collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber');
  for (const slug of ['meridian', 'quillon']) await answer('participant', 'add', slug, '--name', slug);
  await answer('tier', 'set', 'meridian', '--track', 'cyber', '--tier', 'partner', '--by', 'admin', '--reason', 'agreement');
  ({ token } = await answer<{ token: string }>('token', 'issue', 'meridian'));
  writeFileSync(tokenFile, `${token}\n`);
  writeFileSync(join(dir, 'two.jsonl'), [indicator(1), indicator(2)].join('\n'));
  await answer('import', join(dir, 'two.jsonl'), '--collection', 'ics', '--label', 'tlp=green');
  const serving = await cliContext(readConfig({ PARLEY_HOME: home, PARLEY_PORT: '0', PARLEY_LOG: 'silent' })).startServer(home, {
    behindProxy: false,
  });
  ({ url, stop } = serving);
  expect((await page('objects')).status).toBe(200);
  expect((await page('manifest')).status).toBe(200);
});
afterAll(async () => {
  await stop();
  drop();
});

const originsOf = ({ logs }: Verified) => logs.map(({ origin }) => origin.split('/').slice(2).join('/'));

describe('ledger verify, of a home', () => {
  it('verifies all ledgers in force, and says size and root of each', async () => {
    const verified = await answer<Verified>('ledger', 'verify');
    expect(verified.ok).toBe(true);
    expect(originsOf(verified)).toEqual(['host', 'common', expect.any(String), expect.any(String)]);
    for (const { size, root } of verified.logs) {
      expect(size).toBeGreaterThan(0);
      expect(Buffer.from(root, 'base64')).toHaveLength(32);
    }
    const plain = await run('ledger', 'verify');
    expect(plain.out).toContain('all 4 verify');
    for (const { origin, root } of verified.logs) for (const word of [origin, root]) expect(plain.out).toContain(word);
  });

  it('verifies one that is named, and shows how far it is on a terminal only', async () => {
    expect(originsOf(await answer<Verified>('ledger', 'verify', '--of', 'common'))).toEqual(['common']);
    expect((await answer<Verified>('ledger', 'verify', '--of', 'meridian')).logs).toHaveLength(1);
    expect(await refusal(['ledger', 'verify', '--of', 'nobody'])).toMatchObject({ status: 1, code: 'participant-unknown' });
    const seen = await runLine(['ledger', 'verify', '--of', 'host'], home, { terminal: true });
    expect(seen.err).toContain('opening every leaf');
    expect((await run('ledger', 'verify', '--of', 'host')).err).toBe(`home ${home}\n`);
  });

  it('holds a ledger to a checkpoint that was seen earlier', async () => {
    const { checkpoint } = await answer<{ checkpoint: string }>('ledger', 'checkpoint', '--of', 'meridian');
    const file = join(dir, 'seen');
    writeFileSync(file, checkpoint);
    await answer('ledger', 'verify', '--of', 'meridian', '--since', file);
    expect(await refusal(['ledger', 'verify', '--of', 'quillon', '--since', file])).toMatchObject({
      status: 1,
      code: 'ledger-unverified',
    });
    expect(await refusal(['ledger', 'verify', '--of', 'quillon', '--since', join(dir, 'none')])).toMatchObject({
      code: 'file-unreadable',
    });
  });
});

describe('ledger checkpoint, prove and check', () => {
  it('checkpoint gives the note alone on standard output', async () => {
    const { out, err } = await run('ledger', 'checkpoint', '--of', 'common');
    expect(checkpointIn(out).origin).toMatch(/\/common$/);
    expect(err).toMatch(/\nnext: parley ledger verify --since FILE\n$/);
    expect(await answer('ledger', 'checkpoint', '--of', 'common')).toEqual({ checkpoint: out });
    expect(checkpointIn((await run('ledger', 'checkpoint')).out).origin).toMatch(/\/host$/);
  });

  it('prove gives a receipt that check accepts, with the keys of the home or a key that is given', async () => {
    const { out } = await run('ledger', 'prove', '0', '--of', 'common');
    const file = join(dir, 'founding.tlog-proof');
    writeFileSync(file, out);
    const checked = await answer<{ origin: string; payload: string }>('ledger', 'check', file);
    expect(checked).toMatchObject({ ok: true, index: 0, size: 1, origin: expect.stringMatching(/\/common$/) });
    expect(JSON.parse(checked.payload)).toMatchObject({ kind: 'node-founded', name: 'Northern Cell' });
    const keys = await fetch(`${url}/ledger/common/keys`, { headers: { authorization: `Bearer ${token}` } });
    const [key = ''] = (await keys.text()).split('\n');
    const elsewhere = await runLine(['ledger', 'check', file, '--key', key, '--json'], nowhere);
    expect(documentOf(elsewhere)).toEqual(checked);
    expect((await runLine(['ledger', 'check', '-'], home, { stdin: out })).out).toContain('proved');
  });

  it('a receipt that was tampered with proves nothing', async () => {
    const { out } = await run('ledger', 'prove', '1', '--of', 'host');
    const file = join(dir, 'forged');
    writeFileSync(file, out.replace(/^index 1$/m, 'index 2'));
    expect(await refusal(['ledger', 'check', file])).toMatchObject({ status: 1, code: 'receipt-unverified' });
    writeFileSync(file, out.replace('c2sp.org', 'c3sp.org'));
    expect(await refusal(['ledger', 'check', file])).toMatchObject({ status: 1, code: 'note-malformed' });
    expect(await refusal(['ledger', 'check', file], nowhere)).toMatchObject({ status: 2, code: 'usage' });
  });

  it('there is no receipt of a leaf that is not there', async () => {
    expect(await refusal(['ledger', 'prove', '1', '--of', 'common'])).toMatchObject({ status: 1, code: 'leaf-unknown' });
    expect(await refusal(['ledger', 'prove', '-1'])).toMatchObject({ status: 2 });
    expect(await refusal(['ledger', 'prove', '01'])).toMatchObject({ status: 2 });
  });
});

describe('over HTTP, as a partner, without a home', () => {
  it('verifies its own ledger and the common one; trusts the keys of the server aloud, or those that are given', async () => {
    const own = await remote('ledger', 'verify', '--json');
    expect(own.status, own.err).toBe(0);
    const [log] = documentOf<Verified>(own).logs;
    expect(own.err).toContain('trusted on first use');
    const key = /^--key (\S+)$/m.exec(own.err)?.[1] ?? '';
    expect(parseNoteKey(key).name).toBe(log?.origin);
    const pinned = await remote('ledger', 'verify', '--key', key, '--as', 'meridian', '--json');
    expect(pinned.err).not.toContain('trusted on first use');
    expect(documentOf(pinned)).toEqual(documentOf(own));
    expect(originsOf(documentOf<Verified>(await remote('ledger', 'verify', '--of', 'common', '--json')))).toEqual(['common']);
    const swapped = await remote('ledger', 'verify', '--of', 'common', '--key', key, '--json');
    expect(documentOf(swapped)).toMatchObject({ error: { code: 'ledger-unverified' } });
  });

  it('holds the server to a checkpoint that was kept', async () => {
    const { out } = await remote('ledger', 'checkpoint');
    const file = join(dir, 'own.checkpoint');
    writeFileSync(file, out);
    await answer('token', 'issue', 'meridian');
    const grown = await remote('ledger', 'verify', '--since', file, '--json');
    expect(documentOf<Verified>(grown).logs[0]?.size).toBe(checkpointIn(out).size + 1);
    expect(documentOf(await remote('ledger', 'verify', '--of', 'common', '--since', file, '--json'))).toMatchObject({
      error: { code: 'ledger-unverified' },
    });
  });

  it('makes a receipt from what is published, the same as the home makes', async () => {
    const theirs = await remote('ledger', 'prove', '3');
    expect(theirs.out).toBe((await run('ledger', 'prove', '3', '--of', 'meridian')).out);
    expect(documentOf(await remote('ledger', 'prove', '300', '--json'))).toMatchObject({ error: { code: 'leaf-unknown' } });
  });

  it('takes the token from a file or standard input, never shows it, and says what is wrong', async () => {
    const piped = await runLine(['ledger', 'verify', '--url', url, '--token-file', '-', '--json'], nowhere, {
      stdin: `${token}\n`,
    });
    expect(piped.status).toBe(0);
    const wrong = join(dir, 'wrong');
    writeFileSync(wrong, 'no-such-token');
    const refused = await runLine(['ledger', 'verify', '--url', url, '--token-file', wrong, '--json'], nowhere);
    expect(documentOf(refused)).toMatchObject({ error: { code: 'ledger-unreachable' } });
    expect(refused.out + refused.err).not.toContain('no-such-token');
    for (const ran of [await remote('ledger', 'verify'), await remote('ledger', 'verify', '--as', 'quillon')])
      expect(ran.out + ran.err).not.toContain(token);
    writeFileSync(wrong, 'two words');
    expect(await refusal(['ledger', 'verify', '--url', url, '--token-file', wrong], nowhere)).toMatchObject({ status: 2 });
  });

  it.each([
    [['ledger', 'verify', '--url', 'http://127.0.0.1:1'], '--url needs --token-file'],
    [
      ['ledger', 'verify', '--url', 'http://127.0.0.1:1', '--token-file', '-', '--of', 'host'],
      'a partner may read own and common',
    ],
    [['ledger', 'verify', '--url', 'http://127.0.0.1:1', '--token-file', '-', '--since', '-'], 'given twice'],
    [['ledger', 'verify', '--as', 'meridian'], 'are for --url'],
    [['ledger', 'verify', '--key', 'x'], '--key is for --url'],
    [['ledger', 'verify', '--since', 'x'], 'name it with --of'],
  ])('%j is wrong usage', async (argv, words) => {
    expect(await refusal(argv, nowhere)).toMatchObject({ status: 2, code: 'usage', message: expect.stringContaining(words) });
  });
});

describe('keys rotate', () => {
  it('shows the new key of the common ledger; every ledger, old receipt and token is as good as before', async () => {
    const { out: receipt } = await run('ledger', 'prove', '2', '--of', 'meridian');
    const file = join(dir, 'before');
    writeFileSync(file, receipt);
    const { key } = await answer<{ key: string }>('keys', 'rotate', '--by', 'admin', '--reason', 'yearly change');
    expect(parseNoteKey(key).name).toMatch(/\/common$/);
    expect((await answer<Verified>('ledger', 'verify')).ok).toBe(true);
    expect(await answer('ledger', 'check', file)).toMatchObject({ ok: true, index: 2 });
    const served = await fetch(`${url}/ledger/common/keys`, { headers: { authorization: `Bearer ${token}` } });
    expect((await served.text()).split('\n')[0]).toBe(key);
    expect((await remote('ledger', 'verify', '--of', 'common', '--key', key)).status).toBe(0);
    const human = await run('keys', 'rotate');
    expect(human.out).toMatch(/Take a copy of keys\//);
    expect(await refusal(['keys', 'rotate', '--by', 'nobody'])).toMatchObject({ status: 1, code: 'operator-unknown' });
  });
});

let copies = 0;

/** Runs statements on a copy of the home's database and gives the verdict of `ledger verify` on it. */
const verdictAfter = async (statements: readonly string[], argv: readonly string[] = []) => {
  const copy = join(dir, `copy-${copies++}`);
  await copyHome(copy);
  for (const statement of statements) await rawStatement(join(copy, 'parley.db'), statement);
  const ran = await runLine(['ledger', 'verify', ...argv, '--json'], copy);
  return ran.status === 0 ? 'verified' : documentOf<{ error: { code: string; message: string } }>(ran).error;
};

const copyHome = async (to: string): Promise<void> => {
  await rawStatement(database, 'pragma wal_checkpoint(truncate)');
  cpSync(home, to, { recursive: true });
};

describe('ledger verify, of a database that was tampered with', () => {
  const own = "(select l.num from ledger l join participant p on p.num = l.participant where p.slug = 'meridian')";
  const host = "(select num from ledger where kind = 'host')";

  it('finds nothing in a faithful copy', async () => expect(await verdictAfter([])).toBe('verified'));

  it.each([
    [
      'a payload that was changed',
      [`update ledger_leaf set payload = replace(payload, 'partner', 'ally') where ledger = ${own}`],
      'does not give its digest',
    ],
    [
      'a salt that was changed',
      [`update ledger_leaf set salt = zeroblob(16) where ledger = ${own} and idx = 1`],
      'what opens leaf 1 does not give its digest',
    ],
    [
      'a digest that was changed',
      [`update ledger_leaf set digest = zeroblob(32) where ledger = ${own} and idx = 1`],
      'does not follow from the entries|root',
    ],
    ['a time that was changed', [`update ledger_leaf set at = at + 1 where ledger = ${own} and idx = 0`], 'root'],
    ['a leaf that is gone', [`delete from ledger_leaf where ledger = ${own} and idx = 0`], 'is not a bundle|malformed'],
    [
      'a delivery that is gone',
      ['delete from delivery where num = (select min(num) from delivery)'],
      'tells of 2 deliveries, and 1 are on record',
    ],
    [
      'a delivery that was made up',
      ['insert into delivery select num + 100, participant, collection, at, carried, entries from delivery limit 1'],
      'tells of 2 deliveries, and 3 are on record',
    ],
    [
      'a bit of what is held that was set',
      [`update held set content = randomblob(512)`],
      'held of collection ics is not what was delivered',
    ],
    ['a delivery that was changed', ["update delivery set entries = '1' where carried = 'content'"], 'not those it tells of'],
    [
      'a checkpoint that nobody signed',
      [`update ledger set checkpoint = replace(checkpoint, '=', 'A') where num = ${own}`],
      'checkpoint|signed',
    ],
  ])('finds %s', async (_, statements, words) => {
    const verdict = await verdictAfter(statements);
    expect(verdict).toMatchObject({ code: 'ledger-unverified', message: expect.stringMatching(words) });
  });

  it('finds a ledger that was put back to an earlier state of itself', async () => {
    const { checkpoint } = await answer<{ checkpoint: string }>('ledger', 'checkpoint', '--of', 'meridian');
    const frontier = await withHouse(async (house) => {
      const meridian = await house.store.read((reader) => reader.registry.participant('meridian'));
      const ledger = await house.store.read((reader) => reader.ledgers.find('own', meridian?.num ?? 0));
      return Buffer.from(ledger?.frontier ?? []).toString('hex');
    });
    const { size } = checkpointIn(checkpoint);
    await answer('token', 'issue', 'meridian');
    const back = [
      `update ledger set size = ${size}, frontier = x'${frontier}', checkpoint = '${checkpoint}' where num = ${own}`,
      `delete from ledger_leaf where ledger = ${own} and idx >= ${size}`,
    ];
    for (const argv of [[], ['--of', 'meridian']]) {
      expect(await verdictAfter(back, argv)).toMatchObject({
        code: 'ledger-unverified',
        message: expect.stringMatching(`it has ${size} leaves, and the ledger of the host knows of ${size + 1}`),
      });
    }
    expect(await verdictAfter(back, ['--of', 'host'])).toMatchObject({ code: 'ledger-unverified' });
  });

  it('finds a ledger of the host that was put back, in a home that has forgotten what it saw', async () => {
    const before = await withHouse((house) => house.store.read((reader) => reader.ledgers.find('host', null)));
    await answer('token', 'issue', 'quillon');
    const copy = join(dir, 'forgotten');
    await copyHome(copy);
    rmSync(join(copy, 'checkpoints'), { recursive: true });
    const { size, checkpoint, frontier } = before ?? { size: 0, checkpoint: '', frontier: [] };
    const edge = Buffer.from(frontier).toString('hex');
    for (const statement of [
      `update ledger set size = ${size}, frontier = x'${edge}', checkpoint = '${checkpoint}' where num = ${host}`,
      `delete from ledger_leaf where ledger = ${host} and idx >= ${size}`,
    ])
      await rawStatement(join(copy, 'parley.db'), statement);
    expect(await refusal(['ledger', 'verify'], copy)).toMatchObject({
      code: 'ledger-unverified',
      message: expect.stringMatching(/it has \d+ leaves, and the ledger of the host knows of \d+$/),
    });
  });

  it('finds a leaf of which what opens it was removed; there is no receipt of it any more', async () => {
    const forget = `update ledger_leaf set payload = null, salt = null where idx = 1 and ledger in (${own}, ${host})`;
    expect(await verdictAfter([forget])).toMatchObject({
      code: 'ledger-unverified',
      message: expect.stringMatching('what opens leaf 1 is missing'),
    });
    const copy = join(dir, 'forgetful');
    await copyHome(copy);
    await rawStatement(join(copy, 'parley.db'), forget);
    expect(await refusal(['ledger', 'prove', '1', '--of', 'meridian'], copy)).toMatchObject({ code: 'leaf-forgotten' });
    expect((await runLine(['ledger', 'prove', '2', '--of', 'meridian'], copy)).status).toBe(0);
  });
});

const withHouse = async <T>(use: (house: House) => Promise<T>): Promise<T> => {
  const context = cliContext(readConfig({ PARLEY_HOME: home, PARLEY_LOG: 'silent' }));
  const { house, close } = await context.openHouse(home);
  try {
    return await use(house);
  } finally {
    await close();
  }
};

describe('ledger recover', () => {
  it('needs to be told that the loss is accepted, and refuses where nothing is lost', async () => {
    expect(await refusal(['ledger', 'recover'])).toMatchObject({
      status: 2,
      code: 'usage',
      message: expect.stringContaining('--accept-loss'),
    });
    expect(await refusal(['ledger', 'recover', '--accept-loss'])).toMatchObject({ status: 1, code: 'ledger-sound' });
  });

  it('goes on with an older database under a new origin; every other command refuses it before', async () => {
    const copy = join(dir, 'older');
    await copyHome(copy);
    const old = join(dir, 'old.db');
    copyFileSync(join(copy, 'parley.db'), old);
    for (const argv of [
      ['token', 'issue', 'meridian'],
      ['participant', 'add', 'lantern', '--name', 'Lantern'],
    ])
      expect((await runLine(argv, copy)).status).toBe(0);
    for (const name of readdirSync(copy).filter((file) => file.startsWith('parley.db'))) rmSync(join(copy, name));
    copyFileSync(old, join(copy, 'parley.db'));
    for (const argv of [
      ['track', 'list'],
      ['ledger', 'verify'],
      ['ledger', 'checkpoint'],
    ])
      expect(await refusal(argv, copy)).toMatchObject({ status: 1, code: 'ledger-behind' });
    const ran = await runLine(['ledger', 'recover', '--accept-loss', '--by', 'admin', '--reason', 'the disk', '--json'], copy);
    const recovery = documentOf<{ origin: string; lost: number; statement: string }>(ran);
    expect(recovery).toMatchObject({ origin: expect.stringMatching(/\/host\/2$/), lost: 4 });
    expect(parseNote(recovery.statement).text).toContain('generation 2');
    const verified = documentOf<Verified>(await runLine(['ledger', 'verify', '--json'], copy));
    expect(originsOf(verified)[0]).toBe('host/2');
    expect((await runLine(['participant', 'add', 'lantern', '--name', 'Lantern'], copy)).status).toBe(0);
    expect((await runLine(['ledger', 'verify'], copy)).status).toBe(0);
    expect(readFileSync(join(copy, 'checkpoints', readdirSync(join(copy, 'checkpoints'))[0] ?? ''), 'utf8')).toContain('/host/2');
  });
});
