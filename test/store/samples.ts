import type { Collection } from '../../src/core/registry/collection.js';
import type { Participant } from '../../src/core/registry/participant.js';
import type { Decision } from '../../src/core/release/decision.js';
import type { Labels } from '../../src/core/release/labels.js';
import type { Profile } from '../../src/core/release/profile.js';
import type { NewEntry } from '../../src/exchange/ports/feeds.js';
import type { StoredObject } from '../../src/exchange/ports/objects.js';
import type { Sealer } from '../../src/exchange/ports/store.js';

/** Values of the right shape; a test names only what it is about. */
export const aParticipant = (slug: string, rest: Partial<Participant> = {}): Omit<Participant, 'num' | 'tiers'> => ({
  id: `id-${slug}`,
  slug,
  name: `The ${slug}`,
  groups: [],
  clearances: [],
  identities: [],
  certificates: [],
  suspended: false,
  ...rest,
});

export const aCollection = (alias: string, rest: Partial<Collection> = {}): Omit<Collection, 'num'> => ({
  id: `id-${alias}`,
  alias,
  title: `Title of ${alias}`,
  description: undefined,
  track: 'cyber',
  references: 'closed',
  writableBy: [],
  labels: {},
  ...rest,
});

export const anObject = (id: string, rest: Partial<StoredObject> = {}): Omit<StoredObject, 'num'> => ({
  id,
  type: id.slice(0, id.indexOf('--')),
  originator: null,
  createdBy: null,
  created: null,
  given: {},
  submitter: null,
  ...rest,
});

export const aProfile: Profile = { tiers: { cyber: 3 }, groups: ['cert'], clearances: ['tlp:amber'], consents: [] };

export const someLabels = (kind: string): Labels => ({
  kind,
  track: 'cyber',
  tlp: ['green'],
  pap: [],
  iep: [],
  markings: [],
  handling: [],
  facets: [],
  confidence: 'unspecified',
  originator: null,
});

export const aDecision: Decision = {
  outcome: 'released',
  conceals: ['victim'],
  rules: [{ id: 'green', effect: 'permit', action: 'release', reason: 'green is for partners' }],
  errors: [],
};

/** One object with one version for each id; gives the numbers in order. */
export const addObjects = async (sealer: Sealer, ids: readonly string[], instant = '2026-01-01T00:00:00.000') => {
  const objects = await sealer.objects.add(ids.map((id) => anObject(id)));
  const versions = await sealer.objects.addVersions(
    objects.map((object, at) => ({ object, instant, revoked: false, bytes: 2, body: `{${at}}` })),
  );
  return objects.map((object, at) => ({ object, version: versions[at] ?? 0, id: ids[at] ?? '' }));
};

export const anEntry = (
  entry: Pick<NewEntry, 'participant' | 'collection' | 'pos' | 'object' | 'version'> & Partial<NewEntry>,
): NewEntry => ({
  added: 1_700_000_000_000 + entry.pos,
  type: 'indicator',
  instant: '2026-01-01T00:00:00.000',
  first: true,
  last: true,
  ...entry,
});

export const idsFrom = (type: string, from: number, count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${type}--${String(from + at).padStart(8, '0')}`);
