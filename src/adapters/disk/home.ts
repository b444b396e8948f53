import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import type { Keys } from '../../exchange/ports/keys.js';

/** `config.json` of a home: who this node is. */
export interface HomeConfig {
  readonly node_id: string;
  readonly name: string;
  readonly ledger_origin: string;
}

/** Where things lie in a home (INTERFACE, PARLEY_HOME). */
export const homePaths = (home: string) => ({
  config: join(home, 'config.json'),
  rulebook: join(home, 'rulebook'),
  keys: join(home, 'keys'),
  database: join(home, 'parley.db'),
});

const KEY_NAMES = ['token', 'cursor'] as const;
const KEY_BYTES = 32;

export const isHome = (home: string): boolean => existsSync(homePaths(home).config);

/** Makes the folders and new keys, readable by the owner alone. The config is written last: without it there is no home. */
export const makeHome = async (home: string): Promise<Keys> => {
  if (isHome(home)) throw new ParleyError('home-exists', { home });
  const paths = homePaths(home);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chmod(home, 0o700);
  await mkdir(paths.keys, { recursive: true, mode: 0o700 });
  for (const name of KEY_NAMES) {
    const file = join(paths.keys, `${name}.key`);
    await writeFile(file, `${randomBytes(KEY_BYTES).toString('hex')}\n`, { mode: 0o600 });
    await chmod(file, 0o600);
  }
  return readKeys(home);
};

export const writeConfig = async (home: string, config: HomeConfig): Promise<void> =>
  writeFile(homePaths(home).config, `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600 });

export const readConfig = async (home: string): Promise<HomeConfig> => {
  if (!isHome(home)) throw new ParleyError('home-missing', { home });
  const text = await readFile(homePaths(home).config, 'utf8');
  const config = parseConfig(text);
  if (!config) throw new ParleyError('home-unreadable', { home, reason: 'config.json is not what `parley init` wrote' });
  return config;
};

const parseConfig = (text: string): HomeConfig | undefined => {
  try {
    const value = JSON.parse(text) as Partial<HomeConfig>;
    const { node_id, name, ledger_origin } = value;
    if (typeof node_id !== 'string' || typeof name !== 'string' || typeof ledger_origin !== 'string') return undefined;
    return { node_id, name, ledger_origin };
  } catch {
    return undefined;
  }
};

export const readKeys = async (home: string): Promise<Keys> => {
  const [token, cursor] = await Promise.all(KEY_NAMES.map((name) => readKey(home, name)));
  if (!token || !cursor) throw new ParleyError('home-unreadable', { home, reason: 'a key is missing' });
  return { token, cursor };
};

const readKey = async (home: string, name: string): Promise<Uint8Array> => {
  const file = join(homePaths(home).keys, `${name}.key`);
  const text = await readFile(file, 'utf8').catch(() => '');
  const key = Buffer.from(text.trim(), 'hex');
  if (key.length !== KEY_BYTES)
    throw new ParleyError('home-unreadable', { home, reason: `keys/${name}.key is missing or damaged` });
  return key;
};
