import type { PlacedVersion, Sight } from '../../src/core/feed/fate.js';
import { FEED_SCHEME, type FeedScheme } from '../../src/core/feed/scheme.js';
import type { Sealer, Store } from '../../src/exchange/ports/store.js';
import type { Op } from './history.js';
import type { Law } from './play.js';

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
  },
  {
    name: 'everything wanted is appended again at each seal',
    scheme: withTransitions((live, wanted) => ({ bury: live, append: wanted, mark: [] })),
    caughtBy: ['SILENT'],
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
];

/** Each bit one place up. */
const shifted = (bits: Uint8Array): Uint8Array =>
  Uint8Array.from(bits, (byte, place) => (byte << 1) | ((bits[place - 1] ?? 0) >> 7));
