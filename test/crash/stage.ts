import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cedarEngine } from '../../src/adapters/cedar/engine.js';
import { readBookFolder } from '../../src/adapters/disk/book-folder.js';
import { answerOf, freshHome } from '../program.js';
import { type CrashDatabase, crashDatabase, type DatabaseKind } from './database.js';
import { ALIASES, type Alias, CLEARED, Model, SLUGS, type Tier, TRACK_OF } from './model.js';
import { Notes } from './notes.js';
import { Received } from './received.js';
import type { BookFolders } from './ruling-commands.js';

/** A node that was just set up, and all that is known of it. */
export interface Stage {
  readonly home: string;
  readonly database: CrashDatabase;
  readonly environment: Readonly<Record<string, string>>;
  readonly collections: Readonly<Record<Alias, string>>;
  readonly model: Model;
  readonly notes: Notes;
  readonly received: Received;
  readonly books: BookFolders;
  readonly remove: () => Promise<void>;
}

export const setStage = async (kind: DatabaseKind, server_url: string): Promise<Stage> => {
  const { home, remove } = await freshHome();
  const database = await crashDatabase(kind, home, server_url);
  const environment = { PARLEY_HOME: home, ...database.environment };
  await answerOf(['init', '--name', 'Northern Cell'], environment);
  const collections: Partial<Record<Alias, string>> = {};
  for (const alias of ALIASES) {
    const add = ['collection', 'add', alias, '--title', alias, '--track', TRACK_OF[alias]];
    collections[alias] = (await answerOf<{ collection: { id: string } }>(add, environment)).collection.id;
  }
  const model = new Model();
  for (const slug of SLUGS) {
    const clearance = slug === CLEARED ? ['--clearance', 'tlp:amber'] : [];
    await answerOf(['participant', 'add', slug, '--name', slug, ...clearance], environment);
    const issued = await answerOf<{ token: string; token_id: string }>(['token', 'issue', slug], environment);
    model.tokens.push({ id: issued.token_id, secret: issued.token, slug });
  }
  await openTiers(model, environment);
  const publicKey = Buffer.from((await readFile(join(home, 'keys', 'ledger.pub'), 'utf8')).trim(), 'hex');
  const books = await bookFolders(join(home, '..'));
  const notes = new Notes(() => [publicKey]);
  const known = { collections: collections as Record<Alias, string>, model, notes, received: new Received(), books };
  return { home, database, environment, ...known, remove };
};

const openTiers = async (model: Model, environment: Readonly<Record<string, string>>): Promise<void> => {
  for (const standing of model.tiers) {
    const tier: Tier = standing.slug === 'lantern' ? 'ally' : 'partner';
    const { slug, track } = standing;
    await answerOf(
      ['tier', 'set', slug, '--track', track, '--tier', tier, '--by', 'admin', '--reason', 'to begin with'],
      environment,
    );
    standing.tier = tier;
    model.happened('tier-moved');
  }
};

/** The default rule book, and one that releases green to allies only. */
const bookFolders = async (dir: string): Promise<BookFolders> => {
  const folder = async (name: string) => {
    await mkdir(join(dir, name));
    await cp(resolve('rulebook'), join(dir, name), { recursive: true });
    return join(dir, name);
  };
  const [original, strict] = [await folder('default-book'), await folder('strict-book')];
  const rules = await readFile(join(strict, 'tlp.cedar'), 'utf8');
  const [before, rule, behind] = [...rules.split(/(?<=@id\("tlp-green"\)[^;]*;)|(?=@id\("tlp-green"\))/)];
  await writeFile(join(strict, 'tlp.cedar'), `${before}${rule?.replace('>= 3', '>= 4')}${behind}`);
  const hashOf = async (place: string) => cedarEngine().load(await readBookFolder(place)).hash;
  return {
    default: { dir: original, hash: await hashOf(original) },
    strict: { dir: strict, hash: await hashOf(strict) },
  };
};
