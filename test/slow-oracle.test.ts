import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cedarEngine } from '../src/adapters/cedar/engine.js';
import { readBookFolder } from '../src/adapters/disk/book-folder.js';
import { BUILT_IN_TRACKS } from '../src/core/registry/track.js';
import { labelsOf } from '../src/core/release/labels-of.js';
import { profileOf } from '../src/core/release/profile-of.js';
import { meaningOf, wellKnownMarking } from '../src/core/stix/marking/markings.js';
import { PARLEY_EXTENSION_ID } from '../src/core/stix/parley-extension.js';
import type { StixObject } from '../src/core/stix/stix-object.js';
import { admit } from '../src/exchange/admit.js';
import { recordConsent } from '../src/exchange/consent.js';
import { enforceBook } from '../src/exchange/enforce-book.js';
import type { House } from '../src/exchange/house.js';
import { moveTier } from '../src/exchange/move-tier.js';
import { openCollection } from '../src/exchange/open-collection.js';
import type { BookFiles } from '../src/exchange/ports/books.js';
import { publish } from '../src/exchange/publish.js';
import { drain } from './drain.js';
import { type FoundedHouses, foundedHouses } from './founded.js';

/**
 * The slow oracle: random houses, in which every object is decided for every partner one by one by full Cedar, must equal
 * what labels, classes, matrix, feeds and pages make of them.
 */
const RUNS = { sqlite: 14, postgres: 5 } as const;
const TRACKS = ['cyber', 'finance'] as const;
const TIERS = ['closed', 'contact', 'proving', 'partner', 'ally'] as const;
const SECRET_MARKING = 'marking-definition--11111111-1111-4111-8111-111111111111';
const STATEMENT = 'marking-definition--22222222-2222-4222-8222-222222222222';
const MARKINGS = [
  'marking-definition--613f2e26-407d-48c7-9eca-b8e91df99dc9',
  'marking-definition--34098fce-860f-48ae-8e50-ebd3cc5e41da',
  'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
  SECRET_MARKING,
  STATEMENT,
];
const EXTRA_RULES = [
  '',
  '@id("extra-high")\n@reason("high confidence stays here")\nforbid (principal, action == Action::"release", resource) when { resource.confidence == "high" };',
  '@id("extra-club")\n@reason("the club sees indicators")\npermit (principal, action == Action::"release", resource) when { resource.kind == "indicator" } when { principal.groups.contains("club") };',
];

const draft = fc.record({
  kind: fc.constantFrom('indicator', 'report', 'location', 'targets', 'uses'),
  markings: fc.uniqueArray(fc.constantFrom(...MARKINGS), { maxLength: 3 }),
  confidence: fc.option(fc.constantFrom(0, 20, 50, 95), { nil: undefined }),
  extension: fc.option(
    fc.record(
      {
        victims: fc.constant([{ name: 'Harbour Authority' }]),
        sources: fc.constant([{ description: 'a walk-in' }]),
        tear_line: fc.constant('a port was hit'),
      },
      { requiredKeys: [] },
    ),
    { nil: undefined },
  ),
  given: fc.constantFrom({}, {}, { tlp: ['green'] }, { tlp: ['clear'] }),
  collection: fc.nat(1),
  originator: fc.constantFrom(null, null, 0, 1),
});
const partner = fc.record({
  tiers: fc.tuple(fc.constantFrom(...TIERS), fc.constantFrom(...TIERS)),
  clearances: fc.uniqueArray(fc.constantFrom('tlp:amber', 'tlp:amber+strict', SECRET_MARKING)),
  groups: fc.constantFrom([], ['club', 'south']),
});
const randomHouse = fc.record({
  drafts: fc.array(draft, { minLength: 1, maxLength: 12 }),
  partners: fc.tuple(partner, partner, partner),
  consents: fc.uniqueArray(fc.tuple(fc.nat(1), fc.nat(2)), { maxLength: 3, selector: String }),
  books: fc.tuple(fc.constantFrom(...EXTRA_RULES), fc.constantFrom(...EXTRA_RULES)),
});
type Draft = typeof draft extends fc.Arbitrary<infer T> ? T : never;

const uuid = (index: number) => `${String(index).padStart(8, '0')}-0000-4000-8000-000000000000`;

const objectOf = ({ kind, markings, confidence, extension }: Draft, index: number): StixObject => {
  const type = kind === 'targets' || kind === 'uses' ? 'relationship' : kind;
  const bodies: Record<string, object> = {
    indicator: {
      name: 'i',
      pattern: "[url:value = 'https://a.example']",
      pattern_type: 'stix',
      valid_from: '2026-01-01T00:00:00Z',
    },
    report: { name: 'r', published: '2026-01-01T00:00:00Z', object_refs: [`identity--${uuid(900)}`] },
    location: { latitude: 1.5, longitude: 2.5, country: 'NZ' },
    targets: { relationship_type: 'targets', source_ref: `campaign--${uuid(901)}`, target_ref: `identity--${uuid(900)}` },
    uses: { relationship_type: 'uses', source_ref: `campaign--${uuid(901)}`, target_ref: `tool--${uuid(902)}` },
  };
  return {
    type,
    spec_version: '2.1',
    id: `${type}--${uuid(index)}`,
    created: '2026-01-01T00:00:00.000Z',
    modified: '2026-01-01T00:00:00.000Z',
    ...bodies[kind],
    ...(markings.length > 0 ? { object_marking_refs: markings } : {}),
    ...(confidence === undefined ? {} : { confidence }),
    ...(extension && Object.keys(extension).length > 0
      ? { extensions: { [PARLEY_EXTENSION_ID]: { extension_type: 'property-extension', ...extension } } }
      : {}),
  } as StixObject;
};

const definitions = [
  { id: SECRET_MARKING, definition_type: 'x-house', definition: { x_house: 'eyes only' } },
  { id: STATEMENT, definition_type: 'statement', definition: { statement: 'Copyright 2026, Northern Cell' } },
].map(
  (rest) => ({ type: 'marking-definition', spec_version: '2.1', created: '2026-01-01T00:00:00.000Z', ...rest }) as StixObject,
);

async function* lines(objects: readonly object[]): AsyncGenerator<Uint8Array> {
  yield Buffer.from(objects.map((object) => JSON.stringify(object)).join('\n'));
}

const engine = cedarEngine();
const ruling = { by: 'admin', reason: 'the slow oracle' };
const withRule = (files: BookFiles, rule: string): BookFiles => ({ ...files, 'extra.cedar': rule });

describe.each(['sqlite', 'postgres'] as const)('the slow oracle', (database) => {
  let houses: FoundedHouses | undefined;
  beforeAll(async () => {
    houses = await foundedHouses(database);
  }, 60_000);
  afterAll(async () => houses?.close());

  it(`agrees with ${database}: every object, every partner, one by one`, { timeout: 240_000 }, async () => {
    const defaultBook = await readBookFolder('rulebook');
    await fc.assert(
      fc.asyncProperty(randomHouse, async ({ drafts, partners, consents, books }) => {
        await houses?.on(async ({ house }) => {
          await build(house, { drafts, partners, consents });
          for (const rule of books) {
            const files = withRule(defaultBook, rule);
            await enforceBook(house, { files, dir: 'book', ...ruling });
            await compare(house, files, { drafts, partners, consents });
          }
        });
      }),
      { numRuns: RUNS[database] },
    );
  });
});

type Plan = Pick<typeof randomHouse extends fc.Arbitrary<infer T> ? T : never, 'drafts' | 'partners' | 'consents'>;

const build = async (node: House, { drafts, partners, consents }: Plan): Promise<void> => {
  for (const [at, track] of TRACKS.entries()) {
    const common = { description: undefined, references: 'open' as const, writableBy: [], labels: {} };
    await openCollection(node, { alias: `c${at}`, title: track, track, ...common });
  }
  for (const [at, { clearances, groups }] of partners.entries()) {
    await admit(node, { slug: `p${at}`, name: `Partner ${at}`, groups, clearances, identities: [] });
  }
  for (const [from, to] of consents) {
    await recordConsent(node, { originator: `p${from}`, participant: `p${to}`, expiresAt: null, ...ruling });
  }
  // Half of the tiers before the objects come, half after: feeds grow by publishing and by granting.
  const move = (at: number, track: number) =>
    moveTier(node, {
      participant: `p${at}`,
      track: TRACKS[track] ?? '',
      tier: partners[at]?.tiers[track] ?? 'closed',
      ...ruling,
    });
  for (const at of partners.keys()) await move(at, 0);
  for (const [index, one] of drafts.entries()) {
    await publish(node, {
      source: lines([objectOf(one, index)]),
      collection: `c${one.collection}`,
      originator: one.originator === null ? undefined : `p${one.originator}`,
      given: one.given,
    });
  }
  await publish(node, { source: lines(definitions), collection: 'c0', given: {} });
  for (const at of partners.keys()) await move(at, 1);
};

const compare = async (node: House, files: BookFiles, { drafts, partners, consents }: Plan): Promise<void> => {
  const book = engine.load(files);
  const participants = await node.store.read((reader) => reader.registry.participants());
  const idOf = (at: number) => participants[at]?.id ?? '';
  const known = new Map(definitions.map((definition) => [definition.id, meaningOf(definition)]));
  for (const [at, { tiers, clearances, groups }] of partners.entries()) {
    const ranks = Object.fromEntries(TRACKS.map((track, index) => [track, TIERS.indexOf(tiers[index] ?? 'closed')]));
    const granted = consents.filter(([, to]) => to === at).map(([from]) => idOf(from));
    const profile = profileOf({ tiers: ranks, groups, clearances, consents: granted }, BUILT_IN_TRACKS);
    for (const [index, track] of TRACKS.entries()) {
      const listed = book.list({ track }, profile).listed;
      const expected = drafts.flatMap((one, number) => {
        if (one.collection !== index || !listed) return [];
        const object = objectOf(one, number);
        const labels = labelsOf({
          object,
          collection: { track, labels: {} },
          given: one.given,
          originator: one.originator === null ? null : idOf(one.originator),
          facets: book.facets,
          markingOf: (id) => wellKnownMarking(id) ?? known.get(id),
        });
        const decision = book.decide(labels, profile, one.originator === at);
        return decision.outcome === 'released' && decision.conceals.length === 0 ? [JSON.stringify(object)] : [];
      });
      const texts = await drain(node, `p${at}`, `c${index}`);
      const got = texts.filter((text) => !text.startsWith('{"type":"marking-definition"'));
      expect([...got].sort(), `p${at} in c${index}`).toEqual([...expected].sort());
    }
  }
};
