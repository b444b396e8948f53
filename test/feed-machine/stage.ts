import { readBookFolder } from '../../src/adapters/disk/book-folder.js';
import type { FeedScheme } from '../../src/core/feed/scheme.js';
import { admit } from '../../src/exchange/admit.js';
import { recordConsent } from '../../src/exchange/consent.js';
import { openCollection } from '../../src/exchange/open-collection.js';
import { foundedHouses } from '../founded.js';
import type { StoreUnderTest } from '../store/each-store.js';
import { identityOf } from './texts.js';
import type { Stage } from './verdict.js';

const STRICT =
  '@id("strict-green")\n@reason("green stays here for now")\nforbid (principal, action == Action::"release", resource) when { resource.tlp.contains("green") };\n';

/** Stages of this database, each on a fresh copy: two partners, two collections, every track closed. */
export const openStages = async (database: StoreUnderTest['database']) => {
  const lax = await readBookFolder('rulebook');
  const books = { lax, strict: { ...lax, 'strict.cedar': STRICT } };
  const houses = await foundedHouses(database, async (house) => {
    for (const partner of [0, 1]) {
      const clearances = partner === 0 ? ['tlp:amber'] : [];
      await admit(house, {
        slug: `p${partner}`,
        name: `Partner ${partner}`,
        groups: [],
        clearances,
        identities: [identityOf(partner)],
      });
    }
    // The third-agency rule: both have agreed, to begin with.
    for (const [originator, participant] of [
      ['p0', 'p1'],
      ['p1', 'p0'],
    ] as const) {
      await recordConsent(house, { originator, participant, expiresAt: null, by: 'admin', reason: 'the feed machine' });
    }
    for (const [at, track] of ['cyber', 'finance'].entries()) {
      const common = { description: undefined, references: 'open' as const, writableBy: ['p0', 'p1'], labels: {} };
      await openCollection(house, { alias: `c${at}`, title: track, track, ...common });
    }
  });
  const onStage = <T>(scheme: FeedScheme, act: (stage: Stage) => Promise<T>): Promise<T> =>
    houses.on((founded) => act({ ...founded, books }), scheme);
  return { onStage, close: houses.close };
};
