import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { cedarEngine } from '../../src/adapters/cedar/engine.js';
import { readBookFolder } from '../../src/adapters/disk/book-folder.js';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { admit } from '../../src/exchange/admit.js';
import { recordConsent } from '../../src/exchange/consent.js';
import { issueToken } from '../../src/exchange/credentials.js';
import { moveTier } from '../../src/exchange/move-tier.js';
import { openCollection } from '../../src/exchange/open-collection.js';
import { answerOf, freshHome } from '../program.js';
import { type CrashDatabase, crashDatabase, type DatabaseKind } from './database.js';
import { ALIASES, type Alias, CLEARED, Model, SLUGS, TRACK_OF } from './model.js';
import { Notes } from './notes.js';
import { Received } from './received.js';
import type { BookFolders } from './ruling-commands.js';
import { CONSENT, identityOf } from './sent.js';

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
  const model = new Model();
  const collections = await settled(home, environment, model);
  const publicKey = Buffer.from((await readFile(join(home, 'keys', 'ledger.pub'), 'utf8')).trim(), 'hex');
  const books = await bookFolders(join(home, '..'));
  const notes = new Notes(() => [publicKey]);
  const known = { collections, model, notes, received: new Received(), books };
  return { home, database, environment, ...known, remove };
};

/** Collections, partners, their first tokens and tiers: in this process, since nobody kills it. Gives the ids of the collections. */
const settled = async (home: string, environment: Stage['environment'], model: Model): Promise<Stage['collections']> => {
  const { house, close } = await cliContext(readConfig({ ...environment, PARLEY_LOG: 'error' })).openHouse(home);
  for (const slug of SLUGS) {
    const clearances = slug === CLEARED ? ['tlp:amber'] : [];
    await admit(house, { slug, name: slug, groups: [], clearances, identities: [identityOf(slug)] });
    model.tokens.push({ ...(await issueToken(house, slug, null)), slug });
  }
  const ids: Partial<Record<Alias, string>> = {};
  for (const alias of ALIASES) {
    const place = { alias, title: alias, description: undefined, track: TRACK_OF[alias], references: 'open' as const };
    ids[alias] = (await openCollection(house, { ...place, writableBy: SLUGS, labels: {} })).id;
  }
  const consent = { originator: CONSENT.from, participant: CONSENT.to, expiresAt: null };
  await recordConsent(house, { ...consent, by: 'admin', reason: 'as they have agreed' });
  for (const standing of model.tiers) {
    standing.tier = standing.slug === 'lantern' ? 'ally' : 'partner';
    const { slug: participant, track, tier } = standing;
    await moveTier(house, { participant, track, tier, by: 'admin', reason: 'to begin with' });
    model.happened('tier-moved');
  }
  await close();
  return ids as Record<Alias, string>;
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
