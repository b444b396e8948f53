import { ParleyError } from '../core/errors.js';
import { classesIn } from '../core/feed/fate.js';
import { editionOf } from '../core/redact/edition.js';
import type { Collection } from '../core/registry/collection.js';
import type { DecidingRule, Decision } from '../core/release/decision.js';
import type { Labels } from '../core/release/labels.js';
import type { Profile } from '../core/release/profile.js';
import { viewOf } from '../core/release/view.js';
import { formatInstant } from '../core/stix/format/timestamp.js';
import { bookInForce } from './book.js';
import type { House } from './house.js';
import { type PathStep, pathTo } from './path.js';
import { requireParticipant } from './require.js';
import { Rulings } from './rulings.js';
import { type PlacedLine, requireLines, versionAt } from './sight.js';

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
    const placed = lineFor(participant.num, await requireLines(reader, id));
    const chosen = version === undefined ? placed.versions.at(-1) : versionAt(placed, version);
    const book = await bookInForce(house, reader);
    const rulings = await Rulings.open(house, reader, book);
    if (!standing || !chosen) throw new ParleyError('fault');
    const collections = await reader.collections.all();
    const own = placed.object.originator === participant.num;
    const { profile } = rulings.profileOf(standing.profile);
    const asked: Case = { house, rulings, placed, chosen, collections, own };
    const sees = seesAs(asked, profile);
    const { collection, decision, labels } = fullest(asked, profile);
    const listing = book.list(collection, profile);
    return {
      participant: slug,
      object: id,
      version: formatInstant(chosen.instant, 3),
      collection: collection.alias,
      labels,
      decision: sees ? 'released' : 'withheld',
      view: viewOf(decision.conceals, book.views),
      lowered_by: sees ? [] : loweredBy(asked, { decision, listed: listing.listed, collection }),
      rules: listing.listed ? decision.rules : [...listing.rules, ...decision.rules],
      path: sees ? [] : pathFor(asked, profile),
    };
  });

/** Of several that sent it: the partner's own line, else the first. */
const lineFor = (participant: number, lines: readonly PlacedLine[]): PlacedLine => {
  const line = lines.find(({ object }) => object.submitter === participant) ?? lines[0];
  if (line === undefined) throw new ParleyError('fault');
  return line;
};

interface Case {
  readonly house: House;
  readonly rulings: Rulings;
  readonly placed: PlacedLine;
  readonly chosen: PlacedLine['versions'][number];
  readonly collections: readonly Collection[];
  readonly own: boolean;
}

/** Whether a partner of this profile would be served the version: by the very function that fills the feeds. */
const seesAs = ({ house, rulings, placed, chosen, collections, own }: Case, profile: Profile): boolean => {
  const { book } = rulings;
  const listed = new Set(collections.filter((one) => book.list(one, profile).listed).map(({ num }) => num));
  const sight = {
    listed,
    editionOf: (releaseClass: number) => editionOf(book.decide(rulings.classOf(releaseClass).labels, profile, own)),
  };
  return house.scheme.wanted(placed.versions, sight).some(({ version }) => version === chosen.version);
};

/** The place that shows most: a listed collection before others, released before withheld, fewer facets concealed. */
const fullest = ({ rulings, placed, chosen, collections, own }: Case, profile: Profile): Place => {
  const { book } = rulings;
  const index = placed.versions.indexOf(chosen);
  const places = chosen.places.flatMap(({ collection: num }) => {
    const collection = collections.find((one) => one.num === num);
    const [strictest] = classesIn(placed.versions, index, num)
      .map((releaseClass) => rulings.classOf(releaseClass).labels)
      .map((labels) => ({ labels, decision: book.decide(labels, profile, own) }))
      .sort((a, b) => shown(a.decision) - shown(b.decision));
    return collection && strictest ? [{ collection, ...strictest, listed: book.list(collection, profile).listed }] : [];
  });
  const [best] = places.sort((a, b) => Number(b.listed) - Number(a.listed) || shown(b.decision) - shown(a.decision));
  if (!best) throw new ParleyError('fault');
  return best;
};

interface Place {
  readonly collection: Collection;
  readonly labels: Labels;
  readonly decision: Decision;
}

/** How much a decision shows, for comparison only. */
const shown = ({ outcome, conceals }: Decision): number => (outcome === 'withheld' ? Number.NEGATIVE_INFINITY : -conceals.length);

const pathFor = (asked: Case, profile: Profile): readonly PathStep[] => {
  const { rulings, placed, collections } = asked;
  const places = placed.versions.flatMap((version) => version.places);
  const labels = [...new Set(places.map((place) => place.class))].map((num) => rulings.classOf(num).labels);
  const standsIn = collections.filter(({ num }) => places.some(({ collection }) => collection === num));
  return pathTo({
    profile,
    sees: (changed) => seesAs(asked, changed),
    labels,
    tracks: [...labels.map(({ track }) => track), ...standsIn.map(({ track }) => track)],
    groups: rulings.book.groups,
  });
};

const loweredBy = (
  { placed: { versions }, chosen }: Case,
  { decision, listed, collection }: { decision: Decision; listed: boolean; collection: Collection },
): Explanation['lowered_by'] => {
  if (decision.outcome === 'withheld') return [];
  if (!listed)
    return [{ cause: 'collection-not-listed', detail: `collection \`${collection.alias}\` is not listed for this partner` }];
  if (decision.conceals.length > 0) {
    return [
      {
        cause: 'no-edition',
        detail: `the object has ${decision.conceals.join(', ')}, to be concealed, and no edition without`,
      },
    ];
  }
  const newest = versions.at(-1);
  if (!newest || newest === chosen) return [];
  return [
    {
      cause: 'newer-version',
      detail: `an object is as restricted as its newest version, of ${formatInstant(newest.instant, 3)}`,
    },
  ];
};
