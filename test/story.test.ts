import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readBookFolder } from '../src/adapters/disk/book-folder.js';
import { readStory, type Story, tellStory } from '../src/cli/tell-story.js';
import { canonicalJson } from '../src/core/canonical-json.js';
import { FEED_SCHEME } from '../src/core/feed/scheme.js';
import { parseSlug } from '../src/core/registry/slug.js';
import { isTier } from '../src/core/registry/tier.js';
import { BUILT_IN_TRACKS } from '../src/core/registry/track.js';
import { facetsOf } from '../src/core/release/facets-of.js';
import { validateStix } from '../src/core/stix/check/validate-stix.js';
import { explain } from '../src/exchange/explain.js';
import { found } from '../src/exchange/found.js';
import { preview } from '../src/exchange/preview.js';
import { houseOn } from './founded.js';
import { freshFile, openStore } from './store/each-store.js';

type Json = string | number | boolean | Json[] | { [key: string]: Json };
type StixObject = { readonly type: string; readonly id: string; readonly [property: string]: Json };

const DEMO = fileURLToPath(new URL('../demo/', import.meta.url));
const read = (name: string): string => readFileSync(`${DEMO}${name}`, 'utf8');
const story: Story = await readStory(DEMO);
const files = [...new Set(story.bundles.map((bundle) => bundle.file))];
const bundles = files.map((file) => ({
  file,
  bundle: JSON.parse(read(file)) as { type: string; id: string; objects: StixObject[] },
}));
const objects = bundles.flatMap(({ bundle }) => bundle.objects);
const byId = new Map(objects.map((object) => [object.id, object]));

/** Every string in a value with the key it stands under; items of a list stand under the key of the list. */
const strings = (value: Json, key = ''): { key: string; text: string }[] => {
  if (typeof value === 'string') return [{ key, text: value }];
  if (Array.isArray(value)) return value.flatMap((item) => strings(item, key));
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, item]) => strings(item, name));
  return [];
};

const OASIS_NAMESPACE = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex');

/** STIX 2.1 section 2.9 and RFC 4122 4.3, written apart from the product's own. */
const uuidv5 = (name: string): string => {
  const bytes = createHash('sha1').update(OASIS_NAMESPACE).update(name).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
};

/** ID contributing properties of the observables that occur here (section 6). */
const CONTRIBUTING: Readonly<Record<string, readonly string[]>> = {
  'domain-name': ['value'],
  file: ['hashes', 'name', 'extensions', 'parent_directory_ref'],
  'ipv4-addr': ['value'],
  'network-traffic': ['start', 'end', 'src_ref', 'dst_ref', 'src_port', 'dst_port', 'protocols', 'extensions'],
  url: ['value'],
  'user-account': ['account_type', 'user_id', 'account_login'],
};
const observables = objects.filter((object) => object.type in CONTRIBUTING);

const TLP2 = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';
const TLP2_IDS: Readonly<Record<string, string>> = {
  clear: '94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: '55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': '939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'e828b379-4e03-4974-9ac4-e53a884c97c1',
};

/** ICD 203: the words, and the numbers STIX Appendix A gives them. */
const ESTIMATES: readonly (readonly [words: RegExp, least: number, most: number])[] = [
  [/\balmost certain(ly)?\b/i, 90, 100],
  [/\bvery likely\b/i, 80, 89],
  [/(?<!very )\b(likely|probable|probably)\b/i, 60, 79],
  [/\broughly even chance\b/i, 40, 59],
  [/(?<!very )\bunlikely\b/i, 20, 39],
];

const repeated = (list: readonly string[]): string[] => list.filter((item, index) => list.indexOf(item) !== index);

describe('the demonstration story', () => {
  it('names each bundle of the folder, and only those', () => {
    const present = readdirSync(DEMO).filter((name) => name.endsWith('.json'));
    expect(present.toSorted()).toEqual(['story.json', ...files].toSorted());
  });

  it('refers only to collections, participants, tracks and tiers that exist', () => {
    const slugs = story.participants.map((participant) => participant.slug);
    const aliases = story.collections.map((collection) => collection.alias);
    for (const name of [...slugs, ...aliases, story.host.operator.slug]) expect(parseSlug(name)).toBe(name);
    for (const { collection, originator } of story.bundles) {
      expect(aliases).toContain(collection);
      if (originator !== undefined) expect(slugs).toContain(originator);
    }
    for (const { originator, participant } of story.consents)
      expect(slugs).toEqual(expect.arrayContaining([originator, participant]));
    for (const { tiers } of story.participants)
      for (const [track, tier] of Object.entries(tiers)) {
        expect(BUILT_IN_TRACKS).toContain(track);
        expect(isTier(tier), tier).toBe(true);
      }
    for (const { track } of story.collections) expect(BUILT_IN_TRACKS).toContain(track);
  });

  it('has four partners, three collections on three tracks, and a third party that consents to one other partner', () => {
    expect(story.participants).toHaveLength(4);
    expect(new Set(story.collections.map((collection) => collection.track)).size).toBe(3);
    expect(story.consents).toHaveLength(1);
    const third = story.bundles.filter((bundle) => bundle.originator !== undefined);
    expect(third.map((bundle) => bundle.originator)).toEqual(story.consents.map((consent) => consent.originator));
  });

  it('has about sixty objects besides the common markings', () => {
    const common = bundles.find(({ file }) => file === 'common.json')?.bundle.objects.length ?? 0;
    expect(objects.length - common).toBeGreaterThanOrEqual(55);
    expect(objects.length - common).toBeLessThanOrEqual(75);
  });
});

describe('the objects of the story', () => {
  it('are valid STIX 2.1, each in a bundle', () => {
    for (const { bundle } of bundles)
      expect({ ...bundle, objects: 0 }).toEqual({ type: 'bundle', id: expect.stringMatching(/^bundle--/), objects: 0 });
    for (const object of objects) expect(validateStix(object).errors, object.id).toEqual([]);
  });

  it('have unique ids, random ones of version 4', () => {
    expect(repeated(objects.map((object) => object.id))).toEqual([]);
    const uuids = objects.map((object) => object.id.slice(object.type.length + 2));
    expect(repeated(uuids)).toEqual([]);
    for (const object of objects.filter((each) => !observables.includes(each))) {
      expect(object.id).toMatch(/^[a-z0-9-]+--[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    }
  });

  it('have the deterministic ids of STIX 2.1 section 2.9 where they are observables', () => {
    expect(observables.length).toBeGreaterThan(5);
    for (const object of observables) {
      const present = (CONTRIBUTING[object.type] ?? []).filter((name) => name in object);
      const contributing = Object.fromEntries(present.map((name) => [name, object[name]]));
      expect(object.id).toBe(`${object.type}--${uuidv5(canonicalJson(contributing))}`);
    }
  });

  it('refer only to objects of the story', () => {
    for (const object of objects) {
      const targets = strings(object).filter(({ key }) => /_refs?$/.test(key));
      for (const { key, text } of targets) expect(byId.has(text), `${object.id} ${key} ${text}`).toBe(true);
    }
  });

  it('are dated in 2026 to the millisecond, except the markings of the standards', () => {
    const standard = new Set(
      [...Object.values(TLP2_IDS), '60f8932b-e51e-4458-b265-a2e8be9a80ab'].map((id) => `marking-definition--${id}`),
    );
    for (const object of objects.filter((each) => !standard.has(each.id))) {
      for (const name of ['created', 'modified', 'published'])
        if (name in object) expect(object[name], `${object.id} ${name}`).toMatch(/^2026-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
      if ('modified' in object) expect(String(object.modified) >= String(object.created)).toBe(true);
    }
  });

  it('name hosts and addresses that can belong to nobody', () => {
    for (const object of objects) {
      const all = strings(object).map(({ text }) => text);
      const hosts = all.flatMap((text) => [...text.matchAll(/\bhttps?:\/\/([^/'"\s]+)/g)].map((match) => match[1] ?? ''));
      const constants = all.flatMap((text) =>
        [...text.matchAll(/domain-name:value = '([^']+)'/g)].map((match) => match[1] ?? ''),
      );
      const own = object.type === 'domain-name' ? [String(object.value)] : [];
      for (const host of [...hosts, ...constants, ...own]) expect(host).toMatch(/\.(example|test|invalid)$/);
      for (const text of all)
        for (const [address] of text.matchAll(/\b\d{1,3}(\.\d{1,3}){3}\b/g))
          expect(address).toMatch(/^(192\.0\.2|198\.51\.100|203\.0\.113)\./);
    }
  });

  it('put confidence in the words of ICD 203 that belong to the number', () => {
    const rated = objects.filter((object) => 'confidence' in object);
    expect(rated.length).toBeGreaterThan(20);
    for (const object of rated) {
      const text = [object.description, object.content, object.explanation].filter((each) => typeof each === 'string').join(' ');
      const confidence = Number(object.confidence);
      const fitting = ESTIMATES.filter(([words, least, most]) => words.test(text) && confidence >= least && confidence <= most);
      expect(fitting.length, `${object.id} ${confidence}: ${text}`).toBeGreaterThan(0);
    }
  });

  it('use every level of TLP 2.0, each definition exactly as standardised', () => {
    for (const [level, uuid] of Object.entries(TLP2_IDS)) {
      const id = `marking-definition--${uuid}`;
      expect(byId.get(id)).toEqual({
        type: 'marking-definition',
        spec_version: '2.1',
        id,
        created: '2022-10-01T00:00:00.000Z',
        name: `TLP:${level.toUpperCase()}`,
        extensions: { [TLP2]: { extension_type: 'property-extension', tlp_2_0: level } },
      });
      expect(
        objects.some((object) => (object.object_marking_refs as string[] | undefined)?.includes(id)),
        level,
      ).toBe(true);
    }
  });

  it('use every marking that the story defines, and leave exactly one object of the host unmarked', () => {
    const used = new Set(objects.flatMap((object) => (object.object_marking_refs as string[] | undefined) ?? []));
    for (const object of objects.filter((each) => each.type === 'marking-definition'))
      expect(used.has(object.id), object.id).toBe(true);
    const unmarked = objects.filter((object) => object.type !== 'marking-definition' && !('object_marking_refs' in object));
    expect(unmarked.map((object) => object.abstract)).toEqual(['Letter received by post, not yet marked']);
  });
});

const names = (object: StixObject): string =>
  String(object.name ?? object.abstract ?? object.display_name ?? object.value ?? object.type);

describe('the story as told to a node with the default rule book', () => {
  const told = tell();

  it('shows every facet of the rule book somewhere', async () => {
    const { facets } = (await told()).house.engine.load(await readBookFolder('rulebook'));
    const shown = new Set(objects.flatMap((object) => facetsOf(facets, object as Parameters<typeof facetsOf>[1])));
    expect([...shown].toSorted()).toEqual(facets.map(({ name }) => name).toSorted());
  });

  it('gives each partner as many objects as docs/story.md says', async () => {
    const { feed } = await told();
    const aliases = story.collections.map((collection) => collection.alias);
    const rows = readFileSync(new URL('../docs/story.md', import.meta.url), 'utf8').matchAll(
      /^\| `([a-z]+)` \| (.+) \| (.+) \| (.+) \|$/gm,
    );
    const counts = [...rows].map(
      ([, slug = '', ...cells]) => [slug, cells.map((cell) => Number(/^\*\*(\d+)\*\*/.exec(cell)?.[1] ?? 0))] as const,
    );
    expect(counts.map(([slug]) => slug).toSorted()).toEqual(story.participants.map(({ slug }) => slug).toSorted());
    for (const [slug, numbers] of counts) {
      const lengths = await Promise.all(aliases.map(async (alias) => (await feed(slug, alias)).length));
      expect(lengths, slug).toEqual(numbers);
    }
  });

  it('gives the four partners four different numbers of objects in every collection', async () => {
    const { feed } = await told();
    for (const { alias } of story.collections) {
      const lengths = await Promise.all(story.participants.map(async ({ slug }) => (await feed(slug, alias)).length));
      expect(new Set(lengths).size, `${alias}: ${lengths.join()}`).toBe(4);
    }
  });

  it.each([
    [
      'tallowgate',
      'finance',
      ['Joram Keld', 'Lamplight Relief Fund', 'Letter received by post, not yet marked', 'Free port of Marlow Quay'],
    ],
    ['meridian', 'finance', ['Copied appeal site', 'Typology 2026/1: value moved without moving money']],
    ['meridian', 'elections', ["Copy of the electoral court's site", 'Staff talks on the Sound']],
    [
      'quillon',
      'elections',
      ['Interference in a League election: statement of Skerry Cell', 'Terms for an exchange on the financing of terrorists'],
    ],
    ['lantern', 'elections', ['Assessment 2026/14: who ran Borrowed Voice', 'Ostler Street Studio', 'Glass Heron']],
    [
      'meridian',
      'cyber',
      [
        'SALTMARSH',
        'SALTMARSH relay tier',
        'Night call of SALTMARSH to its relay',
        'Account farm seen on three member platforms',
      ],
    ],
    ['tallowgate', 'cyber', ['Ransom wallet of Tin Osprey']],
    ['lantern', 'cyber', ['Lantern Coalition', 'Orrin Morning', 'Caution on attribution']],
  ])('shows %s in %s: %s', async (slug, alias, wanted) => {
    const { feed } = await told();
    expect((await feed(slug, alias)).map(names)).toEqual(expect.arrayContaining(wanted));
  });

  it.each([
    ['tallowgate', ['Meeting of 14 September', 'Copied appeal site', 'Lantern Coalition', 'Pages that changed hands on one day']],
    ['meridian', ['Joram Keld', 'Free port of Marlow Quay', 'Lowater Municipal Works', 'Ransom wallet of Tin Osprey']],
    [
      'quillon',
      ['Staff talks on the Sound', 'Typology 2026/1: value moved without moving money', 'Lantern Coalition', 'SALTMARSH'],
    ],
    [
      'lantern',
      [
        'Borrowed Voice: whom it was aimed at, and what it did',
        'Harbour and Field Union',
        'Source note to Assessment 2026/14',
        'SALTMARSH',
      ],
    ],
  ])('withholds from %s: %s', async (slug, unwanted) => {
    const { feed } = await told();
    const all = await Promise.all(story.collections.map(({ alias }) => feed(slug, alias)));
    for (const name of unwanted) {
      expect(objects.map(names)).toContain(name);
      expect(all.flat().map(names)).not.toContain(name);
    }
  });

  it('names the victim of Borrowed Voice to nobody, in no property of any object', async () => {
    const { feed } = await told();
    for (const { slug } of story.participants)
      for (const { alias } of story.collections)
        expect(JSON.stringify(await feed(slug, alias)), slug).not.toContain('Harbour and Field');
  });

  it('can say why the power that asks gets nothing of the channels, and that consent is what a third party keeps back', async () => {
    const { house } = await told();
    const why = async (participant: string, name: string) =>
      (await explain(house, { participant, object: objects.find((object) => names(object) === name)?.id ?? '' })).rules.map(
        ({ id }) => id,
      );
    expect(await why('quillon', 'Ember Road')).toContain('track-closed');
    expect(await why('quillon', 'Pages that changed hands on one day')).toEqual(['originator-consent']);
  });
});

/** Founds a node, tells it the story once, and reads each feed as its partner would. */
function tell() {
  const closing: (() => Promise<void>)[] = [];
  let ready: Awaited<ReturnType<typeof founded>> | undefined;
  const founded = async () => {
    const { location, remove } = await freshFile();
    const store = await openStore('sqlite', location);
    closing.push(() => store.close(), remove);
    const house = houseOn(store, () => Date.UTC(2026, 10, 23), FEED_SCHEME);
    await found(house, {
      id: 'node',
      name: story.host.name,
      operator: story.host.operator,
      files: await readBookFolder('rulebook'),
    });
    await tellStory(house, DEMO, story);
    const feed = async (participant: string, collection: string): Promise<readonly StixObject[]> => {
      let text = '';
      for await (const piece of preview(house, { participant, collection })) text += piece;
      return (JSON.parse(text) as { objects?: StixObject[] }).objects ?? [];
    };
    return { house, feed };
  };
  beforeAll(async () => {
    ready = await founded();
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });
  return async () => {
    if (!ready) throw new Error('the story is told before the tests of its block');
    return ready;
  };
}
