import { readBookFolder } from '../src/adapters/disk/book-folder.js';
import { FEED_SCHEME } from '../src/core/feed/scheme.js';
import type { Collection, GivenLabels } from '../src/core/registry/collection.js';
import type { Participant } from '../src/core/registry/participant.js';
import type { Tier } from '../src/core/registry/tier.js';
import { admit } from '../src/exchange/admit.js';
import { issueToken } from '../src/exchange/credentials.js';
import { found } from '../src/exchange/found.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import type { Store } from '../src/exchange/ports/store.js';
import { type PublicationReport, publish } from '../src/exchange/publish.js';
import { houseOn } from './founded.js';
import { freshFile, openStore } from './store/each-store.js';

export interface TestHouse {
  readonly house: House;
  /** The clock stands still until it is told. */
  readonly wait: (ms: number) => void;
  readonly close: () => Promise<void>;
}

export const NODE_NAME = 'Northern Cell';

const BEGIN = Date.UTC(2026, 0, 2);

/** A founded node with the default rule book and operator `admin`, on a SQLite store of its own unless another is given. */
export const openTestHouse = async (given: { readonly store?: Store } = {}): Promise<TestHouse> => {
  const { location, remove } = await freshFile();
  const store = given.store ?? (await openStore('sqlite', location));
  let now = BEGIN;
  const house = houseOn(store, () => now, FEED_SCHEME);
  await found(house, {
    id: 'node',
    name: NODE_NAME,
    operator: { slug: 'admin', name: 'Admin' },
    files: await readBookFolder('rulebook'),
  });
  const wait = (ms: number) => {
    now += ms;
  };
  const close = async () => {
    if (!given.store) await store.close();
    await remove();
  };
  return { house, wait, close };
};

export interface Partner {
  readonly participant: Participant;
  /** The secret of its credential. */
  readonly token: string;
  readonly tokenId: string;
}

/** Admits a partner, trusted by track as given, and issues it a credential. */
export const addPartner = async (
  house: House,
  slug: string,
  tiers: Readonly<Record<string, Tier>>,
  clearances: readonly string[] = [],
): Promise<Partner> => {
  await admit(house, { slug, name: `${slug} of tests`, groups: [], clearances, identities: [] });
  for (const [track, tier] of Object.entries(tiers)) await trust(house, slug, track, tier);
  const { secret, id } = await issueToken(house, slug, null);
  const participant = await house.store.read((reader) => reader.registry.participant(slug));
  if (!participant) throw new Error(`${slug} is missing`);
  return { participant, token: secret, tokenId: id };
};

export const trust = (house: House, participant: string, track: string, tier: Tier): Promise<Participant> =>
  moveTier(house, { participant, track, tier, by: 'admin', reason: 'as the test wants it' });

export const addCollection = (
  house: House,
  alias: string,
  track: string,
  writableBy: readonly string[] = [],
): Promise<Collection> =>
  openCollection(house, {
    alias,
    title: `Collection ${alias}`,
    description: undefined,
    track,
    references: 'open',
    writableBy,
    labels: {},
  });

/** The bytes of a bundle, in pieces that cut through its objects. Texts are put in as they are. */
export async function* bundleOf(objects: readonly (object | string)[]): AsyncGenerator<Uint8Array> {
  const texts = objects.map((object) => (typeof object === 'string' ? object : JSON.stringify(object)));
  const bytes = new TextEncoder().encode(
    `{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[${texts.join(',')}]}`,
  );
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000);
}

/** Publishes into a collection; an object that is refused is a mistake of the test. */
export const publishTo = async (
  house: House,
  collection: string,
  objects: readonly (object | string)[],
  given: GivenLabels = { tlp: ['green'] },
): Promise<PublicationReport> => {
  const report = await publish(house, { source: bundleOf(objects), collection, given });
  if (report.rejected.length > 0) throw new Error(JSON.stringify(report.rejected));
  return report;
};
