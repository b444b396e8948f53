import type { PlacedVersion, Sight } from '../../src/core/feed/fate.js';
import { FEED_SCHEME, type FeedScheme } from '../../src/core/feed/scheme.js';
import { type Claim, servedEntries } from '../../src/core/feed/served.js';
import type { StoredObject } from '../../src/exchange/ports/objects.js';
import type { Sealer, Store } from '../../src/exchange/ports/store.js';
import type { Op } from './history.js';
import type { Law } from './verdict.js';

/** The scheme broken on purpose, each time in one place, with the laws of which at least one must catch it; `STORE`: the store refuses it. */
export interface Mutant {
  readonly name: string;
  readonly scheme: () => FeedScheme;
  /** Breaks the store instead. */
  readonly store?: (store: Store) => Store;
  readonly caughtBy: readonly (Law | 'STORE')[];
  /** A history to try first, where chance alone takes long to find one. */
  readonly example?: readonly Op[];
}

const TIER = { kind: 'tier', dt: 0, partner: 0, collection: 0, tier: 'partner' } as const;
const POLL = { kind: 'poll', dt: 1, partner: 0, collection: 0, limit: 3 } as const;

const withWanted = (wanted: FeedScheme['wanted']) => (): FeedScheme => ({ ...FEED_SCHEME, wanted });
const withTransitions = (transitions: FeedScheme['transitions']) => (): FeedScheme => ({ ...FEED_SCHEME, transitions });

const withServed = (served: FeedScheme['served']) => (): FeedScheme => ({ ...FEED_SCHEME, served });

/** The honest choice among lines that are not what they are. */
const withClaims = (twisted: (claim: Claim) => Claim) =>
  withServed((claims) => {
    const others = claims.map(twisted);
    // Which lines move at all stays as it is.
    return FEED_SCHEME.served(claims).map(
      (entries, at) =>
        entries &&
        servedEntries(
          others[at]!,
          others.filter((_, other) => other !== at),
        ),
    );
  });

/** As if it were wanted in every collection. */
const EVERYWHERE: Claim['wanted'] = [1, 2].map((collection) => ({
  collection,
  version: 0,
  instant: '',
  first: true,
  last: true,
}));

/** Beside each line, others as they are not. */
const withOthers = (twisted: (claim: Claim) => Claim) =>
  withServed((claims) =>
    FEED_SCHEME.served(claims).map(
      (entries, at) => entries && servedEntries(claims[at]!, claims.filter((_, other) => other !== at).map(twisted)),
    ),
  );

/** The same store, whose sealer is broken in one place. */
const withSealer =
  (broken: (sealer: Sealer) => Sealer) =>
  (store: Store): Store => ({
    read: (look) => store.read(look),
    seal: (write) => store.seal((sealer) => write(broken(sealer))),
    unfitness: () => store.unfitness(),
    connections: () => store.connections(),
    close: () => store.close(),
  });

const newestSeen = (versions: readonly PlacedVersion[], sight: Sight): readonly PlacedVersion[] =>
  versions.filter((version) => version.places.some((place) => sight.editionOf(place.class) !== undefined));

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'a version that became last or first again only gets its flag back',
    scheme: withTransitions((live, wanted) => {
      const honest = FEED_SCHEME.transitions(live, wanted);
      const again = (entry: { collection: number; version: number }) =>
        live.find((row) => row.collection === entry.collection && row.version === entry.version);
      return {
        bury: honest.bury.filter((row) => !honest.append.some((entry) => again(entry) === row)),
        append: honest.append.filter((entry) => !again(entry)),
        mark: [
          ...honest.mark,
          ...honest.append.flatMap((entry) => {
            const row = again(entry);
            return row ? [{ ...row, first: entry.first, last: entry.last }] : [];
          }),
        ],
      };
    }),
    caughtBy: ['MISS'],
    example: [
      TIER,
      {
        kind: 'publish',
        dt: 0,
        collection: 0,
        tlp: 'clear',
        items: [
          { object: 0, version: 1 },
          { object: 0, version: 2 },
        ],
      },
      POLL,
      { kind: 'delete', dt: 1, object: 0, version: 2 },
    ],
  },
  {
    name: 'entries never die',
    scheme: withTransitions((live, wanted) => ({ ...FEED_SCHEME.transitions(live, wanted), bury: [] })),
    caughtBy: ['EXTRA'],
  },
  {
    name: 'flags are never lowered',
    scheme: withTransitions((live, wanted) => ({ ...FEED_SCHEME.transitions(live, wanted), mark: [] })),
    caughtBy: ['EXTRA'],
    example: [
      TIER,
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 0, version: 1 }] },
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 0, version: 2 }] },
    ],
  },
  {
    name: 'everything wanted is appended again at each seal',
    scheme: withTransitions((live, wanted) => ({ bury: live, append: wanted, mark: [] })),
    caughtBy: ['SILENT'],
    example: [
      TIER,
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 0, version: 1 }] },
      { kind: 'relabel', dt: 0, object: 0, tlp: 'clear' },
    ],
  },
  {
    name: 'an older version outlives a withheld newer one',
    scheme: withWanted((versions, sight) => FEED_SCHEME.wanted(newestSeen(versions, sight), sight)),
    caughtBy: ['EXTRA'],
  },
  {
    name: 'a revocation is decided by its own labels',
    scheme: withWanted((versions, sight) =>
      FEED_SCHEME.wanted(
        versions.map((version) => ({ ...version, revoked: false })),
        sight,
      ),
    ),
    caughtBy: ['EXTRA', 'MISS'],
    example: [
      { ...TIER, partner: 1 },
      {
        kind: 'publish',
        dt: 0,
        collection: 0,
        tlp: 'clear',
        items: [
          { object: 1, version: 2 },
          { object: 1, version: 4 },
        ],
      },
    ],
  },
  {
    name: 'the view is taken per collection, not the fullest',
    scheme: withWanted((versions, sight) =>
      [1, 2].flatMap((collection) =>
        FEED_SCHEME.wanted(
          versions.flatMap((version) => {
            const places = version.places.filter((place) => place.collection === collection);
            return places.length > 0 ? [{ ...version, places }] : [];
          }),
          sight,
        ),
      ),
    ),
    caughtBy: ['MISS', 'EXTRA'],
  },
  {
    name: 'one clock for all feeds',
    scheme: () => {
      let last = 0;
      const stamp: FeedScheme['stamp'] = (_, sealedAt) => {
        last = Math.max(sealedAt, last + 1);
        return last;
      };
      return { ...FEED_SCHEME, stamp };
    },
    caughtBy: ['TWIN'],
  },
  {
    name: 'all entries of one seal share their date',
    scheme: () => ({ ...FEED_SCHEME, stamp: (last, sealedAt) => Math.max(last ?? sealedAt, sealedAt) }),
    caughtBy: ['MISS', 'ORDER', 'STORE'],
  },
  {
    name: 'entries are dated by the wall clock alone',
    scheme: () => ({ ...FEED_SCHEME, stamp: (_, sealedAt) => sealedAt }),
    caughtBy: ['MISS', 'ORDER', 'STORE'],
  },
  {
    name: 'a delivery is not put on record when another one left before it',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => ({
      ...sealer,
      disclosures: {
        ...sealer.disclosures,
        addDeliveries: async (deliveries) => {
          const [one] = deliveries;
          const before = one === undefined ? [] : await sealer.disclosures.deliveries(one);
          if (before.length === 0) await sealer.disclosures.addDeliveries(deliveries);
        },
      },
    })),
    caughtBy: ['EXPO'],
  },
  {
    name: 'bits are kept one place too high',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => ({
      ...sealer,
      disclosures: {
        ...sealer.disclosures,
        setHeld: (blocks) => sealer.disclosures.setHeld(blocks.map((held) => ({ ...held, content: shifted(held.content) }))),
      },
    })),
    caughtBy: ['EXPO'],
  },
  {
    name: 'what is granted is told chunk by chunk, with what others got in between',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => ({
      ...sealer,
      feeds: {
        ...sealer.feeds,
        untold: async () => {
          const heads = await Promise.all([1, 2].map(async (num) => [num, await sealer.feeds.heads(num)] as const));
          return heads.flatMap(([participant, feeds]) =>
            [...feeds].map(([collection, { pos, added }]) => ({ participant, collection, granted: 0, pos, added })),
          );
        },
      },
    })),
    caughtBy: ['TWIN'],
  },
  {
    name: 'a leaf is written without its place in the tree',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => ({
      ...sealer,
      ledgers: {
        ...sealer.ledgers,
        grow: (growths) =>
          sealer.ledgers.grow(
            growths.map((growth) => ({ ...growth, leaves: growth.leaves.map((leaf) => ({ ...leaf, at: leaf.at + 1 })) })),
          ),
      },
    })),
    caughtBy: ['LEDGER'],
  },
  {
    name: 'a sender is served its own line like any other',
    scheme: withClaims((claim) => ({ ...claim, own: false })),
    caughtBy: ['EXTRA', 'MISS'],
  },
  {
    name: 'a line does not stay where it is',
    scheme: withClaims((claim) => ({ ...claim, live: new Set() })),
    caughtBy: ['SILENT', 'EXTRA'],
  },
  {
    name: 'the host’s line goes first, always',
    scheme: withClaims((claim) => ({ ...claim, own: claim.rank === 0 })),
    caughtBy: ['EXTRA', 'MISS'],
  },
  {
    name: 'a line that is withheld stands in the way of others',
    scheme: withOthers((claim) => (claim.wanted.length > 0 ? claim : { ...claim, wanted: EVERYWHERE })),
    caughtBy: ['MISS', 'TWIN'],
    example: [
      TIER,
      { kind: 'publish', dt: 0, collection: 0, tlp: 'red', items: [{ object: 1, version: 1 }] },
      { kind: 'submit', dt: 0, partner: 1, collection: 0, items: [{ object: 1, version: 1 }] },
    ],
  },
  {
    name: 'one line of an id is served, whatever the collection',
    scheme: withOthers((claim) => (claim.wanted.length === 0 ? claim : { ...claim, wanted: EVERYWHERE })),
    caughtBy: ['MISS'],
    example: [
      TIER,
      { ...TIER, collection: 1 },
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 1, version: 1 }] },
      { kind: 'submit', dt: 0, partner: 1, collection: 1, items: [{ object: 1, version: 1 }] },
    ],
  },
  {
    name: 'lines of others move with one that is hidden',
    scheme: withServed((claims) =>
      claims.map((claim) =>
        servedEntries(
          claim,
          claims.filter((other) => other !== claim),
        ),
      ),
    ),
    caughtBy: ['TWIN'],
    example: [
      { kind: 'publish', dt: 0, collection: 1, tlp: 'clear', items: [{ object: 0, version: 1 }] },
      { kind: 'tier', dt: 0, partner: 1, collection: 1, tier: 'ally', killed: true },
      { kind: 'submit', dt: 0, partner: 0, collection: 0, items: [{ object: 0, version: 1 }] },
      { kind: 'poll', dt: 5, partner: 0, collection: 0, limit: 1 },
    ],
  },
  {
    name: 'lines of others move with one that may be seen and is not served',
    scheme: withServed((claims) => {
      const shows = claims[0] !== undefined && (claims[0].wanted.length > 0 || claims[0].live.size > 0);
      const served = claims.map((claim) =>
        servedEntries(
          claim,
          claims.filter((other) => other !== claim),
        ),
      );
      return served.map((entries, at) => (at === 0 || shows ? entries : undefined));
    }),
    caughtBy: ['TWIN'],
    example: [
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 1, version: 1 }] },
      {
        kind: 'submit',
        dt: 0,
        partner: 0,
        collection: 0,
        items: [
          { object: 0, version: 1 },
          { object: 1, version: 1 },
        ],
      },
      TIER,
    ],
  },
  {
    name: 'who withdraws takes away what others have sent',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => {
      let lines: readonly StoredObject[] = [];
      const byIds: Sealer['objects']['byIds'] = async (ids) => {
        lines = await sealer.objects.byIds(ids);
        return lines;
      };
      const dropMemberships: Sealer['objects']['dropMemberships'] = async (versions, collection) => {
        const all = await sealer.objects.versionsOf(lines.map(({ num }) => num));
        const reached = collection === undefined ? [] : all.map(({ num }) => num);
        await sealer.objects.dropMemberships([...new Set([...versions, ...reached])], collection);
      };
      return { ...sealer, objects: { ...sealer.objects, byIds, dropMemberships } };
    }),
    caughtBy: ['MISS', 'TWIN'],
    example: [
      TIER,
      { kind: 'publish', dt: 0, collection: 0, tlp: 'clear', items: [{ object: 0, version: 1 }] },
      { kind: 'submit', dt: 0, partner: 0, collection: 0, items: [{ object: 0, version: 2 }] },
      { kind: 'retract', dt: 0, partner: 0, collection: 0, object: 0, version: undefined },
    ],
  },
  {
    name: 'an id has one line, of whoever came first',
    scheme: () => FEED_SCHEME,
    store: withSealer((sealer) => {
      let writer: number | null = null;
      const find: Sealer['submissions']['find'] = async (id) => {
        const found = await sealer.submissions.find(id);
        writer = found?.participant ?? null;
        return found;
      };
      const byIds: Sealer['objects']['byIds'] = async (ids) =>
        (await sealer.objects.byIds(ids)).map((line) => ({ ...line, submitter: writer }));
      return { ...sealer, submissions: { ...sealer.submissions, find }, objects: { ...sealer.objects, byIds } };
    }),
    caughtBy: ['MISS', 'TWIN'],
  },
];

/** Each bit one place up. */
const shifted = (bits: Uint8Array): Uint8Array =>
  Uint8Array.from(bits, (byte, place) => (byte << 1) | ((bits[place - 1] ?? 0) >> 7));
