import { writeFileSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Signer } from '../../exchange/ports/keys.js';
import { makeKeys, makeLedgerKey, openKeyring } from './keyring.js';

let dir = '';
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'parley-keyring-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const lines = async (name: string): Promise<readonly string[]> =>
  (await readFile(join(dir, `${name}`), 'utf8')).trim().split('\n');
const counts = async () =>
  Object.fromEntries(
    await Promise.all(['token', 'cursor', 'ledger'].map(async (name) => [name, (await lines(`${name}.key`)).length])),
  );

const fresh = async () => {
  await makeKeys(dir);
  const keyring = await openKeyring(dir, dir);
  /** Both signers while a rotation is under way: the new one and the former. */
  const pair = async () => (await keyring.rotate()).ledger as [Signer, Signer];
  return { keyring, pair };
};

describe('a rotation of the keys of a home', () => {
  it('that came through makes new keys for tokens and cursors, and keeps every one for tokens and eight former ones for cursors', async () => {
    const { keyring, pair } = await fresh();
    const [first] = await lines('token.key');
    for (let time = 0; time < 12; time++) await keyring.settle((await pair())[0].publicKey);
    expect(await counts()).toEqual({ token: 13, cursor: 9, ledger: 1 });
    expect((await lines('token.key')).at(-1)).toBe(first);
    expect(await lines('ledger.pub')).toHaveLength(13);
  });

  it('that failed leaves nothing behind, however often', async () => {
    const { keyring, pair } = await fresh();
    const before = await Promise.all(['token.key', 'cursor.key', 'ledger.key', 'ledger.pub'].map(lines));
    for (let time = 0; time < 12; time++) await keyring.settle((await pair())[1].publicKey);
    expect(await Promise.all(['token.key', 'cursor.key', 'ledger.key', 'ledger.pub'].map(lines))).toEqual(before);
  });

  it('that was killed between its two files leaves a public key that never signed, which the next one takes away', async () => {
    const { keyring, pair } = await fresh();
    const known = await lines('ledger.pub');
    await writeFile(join(dir, 'ledger.pub'), `${['ab'.repeat(32), ...known].join('\n')}\n`);
    const [inForce] = keyring.keys.ledger as [Signer];
    await keyring.settle(inForce.publicKey);
    expect(await lines('ledger.pub')).toEqual(known);
    await keyring.settle((await pair())[0].publicKey);
    expect(await lines('ledger.pub')).toHaveLength(2);
  });

  it('settled for a key that this home does not have changes nothing', async () => {
    const { keyring, pair } = await fresh();
    await pair();
    const before = await lines('ledger.pub');
    await keyring.settle(new Uint8Array(32));
    expect(await lines('ledger.pub')).toEqual(before);
    expect(await counts()).toEqual({ token: 1, cursor: 1, ledger: 2 });
  });
});

describe('the ledger key of a home from before there were ledgers', () => {
  it('is one, whoever of many first commands made it, and is known', async () => {
    await Promise.all(Array.from({ length: 8 }, () => makeLedgerKey(dir)));
    await writeFile(join(dir, 'token.key'), `${'01'.repeat(32)}\n`);
    await writeFile(join(dir, 'cursor.key'), `${'02'.repeat(32)}\n`);
    const { keys } = await openKeyring(dir, dir);
    expect(keys.ledger).toHaveLength(1);
    expect(keys.ledgerPublic.map((key) => Buffer.from(key))).toEqual(keys.ledger.map(({ publicKey }) => Buffer.from(publicKey)));
    expect((await readdir(dir)).sort()).toEqual(['cursor.key', 'ledger.key', 'ledger.pub', 'token.key']);
  });

  it('is that of another command which made it while this one was about to', async () => {
    const making = makeLedgerKey(dir);
    const theirs = 'cd'.repeat(32);
    writeFileSync(join(dir, 'ledger.key'), `${theirs}\n`);
    await making;
    expect(await lines('ledger.key')).toEqual([theirs]);
    const known = await lines('ledger.pub');
    await rm(join(dir, 'ledger.pub'));
    await makeLedgerKey(dir);
    expect(known).toEqual(await lines('ledger.pub'));
    expect((await readdir(dir)).sort()).toEqual(['ledger.key', 'ledger.pub']);
  });

  it('stays when it is there, also where its public half was not written any more', async () => {
    await makeLedgerKey(dir);
    const [key, known] = await Promise.all([lines('ledger.key'), lines('ledger.pub')]);
    await rm(join(dir, 'ledger.pub'));
    await makeLedgerKey(dir);
    expect(await Promise.all([lines('ledger.key'), lines('ledger.pub')])).toEqual([key, known]);
  });
});
