import { randomBytes, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, link, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import type { Keyring, Keys } from '../../exchange/ports/keys.js';
import { signerOf } from '../crypto/ed25519-signer.js';
import { removeUnfinished, syncFolder, writeDurably } from './durable-file.js';

/**
 * `keys/` of a home, mode 0600: one key a line in hex, newest first. `ledger.key` holds the seed of the signer (two while a
 * rotation is under way), `ledger.pub` every public key that ever signed.
 */
const KEY_BYTES = 32;
/** Pages under way are short: eight rotations behind, a cursor is not opened any more. Tokens are recognised as long as they are. */
const CURSOR_KEYS_MAX = 9;

const secretFile = (dir: string, name: 'token' | 'cursor' | 'ledger'): string => join(dir, `${name}.key`);
const publicFile = (dir: string): string => join(dir, 'ledger.pub');

type Hex = string;

const freshKey = (): Hex => randomBytes(KEY_BYTES).toString('hex');
const bytesOf = (hex: Hex): Uint8Array => Buffer.from(hex, 'hex');
const hexOf = (bytes: Uint8Array): Hex => Buffer.from(bytes).toString('hex');
const publicOf = (seed: Hex): Hex => hexOf(signerOf(bytesOf(seed)).publicKey);

const write = (file: string, keys: readonly Hex[]): Promise<void> => writeDurably(file, `${keys.join('\n')}\n`);

/** Makes the folder and new keys, readable by the owner alone. */
export const makeKeys = async (dir: string): Promise<void> => {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  await chmod(dir, 0o700);
  for (const name of ['token', 'cursor'] as const) await write(secretFile(dir, name), [freshKey()]);
  await makeLedgerKey(dir);
};

/**
 * A home of version 0.1 has no ledger key; one that is there stays. Two first commands may meet here: a link is made once, and
 * whoever comes second goes by the first one's key.
 */
export const makeLedgerKey = async (dir: string): Promise<void> => {
  const file = secretFile(dir, 'ledger');
  if (!existsSync(file)) {
    const fresh = `${file}.new-${randomUUID()}`;
    await write(fresh, [freshKey()]);
    await link(fresh, file).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
    await rm(fresh);
    await syncFolder(dir);
  }
  if (existsSync(publicFile(dir))) return;
  const seeds = (await readFile(file, 'utf8')).trim().split('\n');
  await write(publicFile(dir), seeds.map(publicOf));
};

/** Errors: `home-unreadable`. */
export const openKeyring = async (home: string, dir: string): Promise<Keyring> => {
  if (existsSync(dir)) await removeUnfinished(dir);
  let read = await hexKeys(home, dir);
  let keys = keysOf(read);
  /** Whether anything had changed. Whoever shows a wrong token comes here, so nothing is derived from what is known. */
  const reread = async (): Promise<boolean> => {
    const there = await hexKeys(home, dir);
    if (there.join(';') === read.join(';')) return false;
    read = there;
    keys = keysOf(there);
    return true;
  };
  return {
    get keys() {
      return keys;
    },
    refresh: reread,
    rotate: async () => {
      const [, , seeds, former] = await hexKeys(home, dir);
      const seed = freshKey();
      // Public before secret: whoever signs is known.
      await write(publicFile(dir), [publicOf(seed), ...former]);
      await write(secretFile(dir, 'ledger'), [seed, ...seeds.slice(-1)]);
      await reread();
      return keys;
    },
    settle: async (publicKey) => {
      const [token, cursor, seeds, publicKeys] = await hexKeys(home, dir);
      const inForce = seeds.find((seed) => publicOf(seed) === hexOf(publicKey));
      if (inForce !== undefined) {
        // What stands before the key in force is newer and never signed.
        const known = publicKeys.slice(Math.max(0, publicKeys.indexOf(publicOf(inForce))));
        if (known.length < publicKeys.length) await write(publicFile(dir), known);
        if (seeds.length > 1 && inForce === seeds[0]) {
          await write(secretFile(dir, 'token'), [freshKey(), ...token]);
          await write(secretFile(dir, 'cursor'), [freshKey(), ...cursor].slice(0, CURSOR_KEYS_MAX));
        }
        if (seeds.length > 1) await write(secretFile(dir, 'ledger'), [inForce]);
      }
      await reread();
    },
  };
};

type HexKeys = readonly [token: readonly Hex[], cursor: readonly Hex[], ledger: readonly Hex[], ledgerPublic: readonly Hex[]];

const hexKeys = (home: string, dir: string): Promise<HexKeys> =>
  Promise.all([
    readLines(home, secretFile(dir, 'token')),
    readLines(home, secretFile(dir, 'cursor')),
    readLines(home, secretFile(dir, 'ledger')),
    readLines(home, publicFile(dir)),
  ]);

const keysOf = ([token, cursor, ledger, ledgerPublic]: HexKeys): Keys => ({
  token: token.map(bytesOf),
  cursor: cursor.map(bytesOf),
  ledger: ledger.map((seed) => signerOf(bytesOf(seed))),
  ledgerPublic: ledgerPublic.map(bytesOf),
});

const readLines = async (home: string, file: string): Promise<readonly Hex[]> => {
  const text = await readFile(file, 'utf8').catch(() => '');
  const lines = text.trim().split('\n');
  if (!lines.every((line) => /^[0-9a-f]{64}$/.test(line))) {
    throw new ParleyError('home-unreadable', { home, reason: `${file.slice(home.length + 1)} is missing or damaged` });
  }
  return lines;
};
