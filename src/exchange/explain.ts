import { ParleyError } from '../core/errors.js';
import type { Collection } from '../core/registry/collection.js';
import type { DecidingRule, Decision } from '../core/release/decision.js';
import type { Labels } from '../core/release/labels.js';
import { viewOf } from '../core/release/view.js';
import { formatInstant } from '../core/stix/timestamp.js';
import { requireParticipant } from './admit.js';
import { bookInForce } from './book.js';
import type { House } from './house.js';
import { type PathStep, pathTo } from './path.js';
import type { Standing } from './ports/registry.js';
import type { Reader } from './ports/store.js';
import { Rulings } from './rulings.js';
import { Eyes, type PlacedObject, requireObject, versionAt } from './sight.js';

/** Why a partner does or does not get an object. For the host's eyes. */
export interface Explanation {
  readonly participant: string;
  readonly object: string;
  readonly version: string;
  /** Alias of the collection whose class decided: the one that shows most. */
  readonly collection: string;
  readonly labels: Labels;
  readonly decision: 'released' | 'withheld';
  readonly view: { readonly name: string; readonly conceals: readonly string[] };
  /** What lowered the decision of the object's own class. */
  readonly lowered_by: readonly { readonly cause: string; readonly detail: string }[];
  readonly rules: readonly DecidingRule[];
  readonly path: readonly PathStep[];
}

/** Errors: `participant-unknown`, `object-unknown`, `version-unknown`, `time-malformed`. Discloses nothing and writes nothing. */
export const explain = async (
  house: House,
  {
    participant: slug,
    object: id,
    version,
  }: { readonly participant: string; readonly object: string; readonly version?: string | undefined },
): Promise<Explanation> =>
  house.store.read(async (reader) => {
    const participant = await requireParticipant(reader, slug);
    const standing = await reader.registry.standing(participant.num);
    const placed = await requireObject(reader, id);
    const chosen = version === undefined ? placed.versions.at(-1) : versionAt(placed, version);
    const book = await bookInForce(house, reader);
    const rulings = await Rulings.open(house, reader, book);
    if (!standing || !chosen) throw new ParleyError('fault');
    const own = placed.object.originator === participant.num;
    const listed = await reader.collections.listedBy(participant.num);
    const { collection, decision, labels } = await fullest(reader, rulings, { standing, chosen, own, listed });
    const eyes = await Eyes.of(reader, rulings, standing);
    const sees = house.scheme
      .wanted(placed.versions, eyes.sightOf(placed.object))
      .some((entry) => entry.version === chosen.version);
    const { profile } = rulings.profileOf(standing.profile);
    const listing = book.list(collection, profile);
    return {
      participant: slug,
      object: id,
      version: formatInstant(chosen.instant, 3),
      collection: collection.alias,
      labels,
      decision: sees ? 'released' : 'withheld',
      view: viewOf(decision.conceals, book.views),
      lowered_by: sees ? [] : loweredBy(placed, chosen, { decision, listed: listed.has(collection.num), collection }),
      rules: listing.listed ? decision.rules : [...listing.rules, ...decision.rules],
      path: sees ? [] : pathTo(book, { labels, profile, own }),
    };
  });

type Chosen = PlacedObject['versions'][number];

interface Question {
  readonly standing: Standing;
  readonly chosen: Chosen;
  readonly own: boolean;
  readonly listed: ReadonlySet<number>;
}

/** The place that shows most: a listed collection before others, released before withheld, fewer facets concealed. */
const fullest = async (
  reader: Reader,
  rulings: Rulings,
  { standing, chosen, own, listed }: Question,
): Promise<{ readonly collection: Collection; readonly decision: Decision; readonly labels: Labels }> => {
  await rulings.fetch(standing.profile);
  const collections = new Map((await reader.collections.all()).map((collection) => [collection.num, collection]));
  const places = chosen.places.flatMap((place) => {
    const collection = collections.get(place.collection);
    const decision = rulings.decide(place.class, standing.profile, own);
    const rank =
      (listed.has(place.collection) ? 0 : 1000) + (decision.outcome === 'released' ? 0 : 100) + decision.conceals.length;
    return collection ? [{ collection, decision, labels: rulings.classOf(place.class).labels, rank }] : [];
  });
  const [best] = places.sort((a, b) => a.rank - b.rank);
  if (!best) throw new ParleyError('fault');
  return best;
};

const loweredBy = (
  { versions }: PlacedObject,
  chosen: Chosen,
  { decision, listed, collection }: { decision: Decision; listed: boolean; collection: Collection },
): Explanation['lowered_by'] => {
  if (decision.outcome === 'withheld') return [];
  if (!listed)
    return [{ cause: 'collection-not-listed', detail: `collection \`${collection.alias}\` is not listed for this partner` }];
  if (decision.conceals.length > 0) {
    return [
      { cause: 'no-edition', detail: `the object has ${decision.conceals.join(', ')}, to be concealed, and no edition without` },
    ];
  }
  const newest = versions.at(-1);
  return newest && newest !== chosen
    ? [
        {
          cause: 'newer-version',
          detail: `an object is as restricted as its newest version, of ${formatInstant(newest.instant, 3)}`,
        },
      ]
    : [{ cause: 'other-version', detail: 'the version it revokes or follows is withheld' }];
};
