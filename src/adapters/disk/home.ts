import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ParleyError } from '../../core/errors.js';
import { makeKeys } from './keyring.js';

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
  checkpoints: join(home, 'checkpoints'),
  pulls: join(home, 'pulls'),
  database: join(home, 'parley.db'),
});

export const isHome = (home: string): boolean => existsSync(homePaths(home).config);

/** Makes the folders and new keys, readable by the owner alone. The config is written last: without it there is no home. */
export const makeHome = async (home: string): Promise<void> => {
  if (isHome(home)) throw new ParleyError('home-exists', { home });
  const paths = homePaths(home);
  await mkdir(home, { recursive: true, mode: 0o700 });
  await chmod(home, 0o700);
  await makeKeys(paths.keys);
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
