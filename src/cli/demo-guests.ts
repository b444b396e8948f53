import { LIMITS } from '../core/limits.js';
import type { Collection } from '../core/registry/collection.js';
import type { Participant } from '../core/registry/participant.js';
import { rankOf } from '../core/registry/tier.js';
import { issueToken } from '../exchange/credentials.js';
import type { House } from '../exchange/house.js';
import type { StoredObject } from '../exchange/ports/objects.js';
import type { Reader } from '../exchange/ports/store.js';
import { participantAnswer, tiersInWords } from './participant-answer.js';

/** A partner of the demonstration with all it needs to read its feed. */
export interface Guest {
  readonly participant: string;
  readonly name: string;
  /** Its tiers in words. */
  readonly standing: string;
  readonly token: string;
  /** The collection of the highest tier that it may list; undefined: it may list none. */
  readonly collection: string | undefined;
  readonly url: string | undefined;
  /** A line for a POSIX shell. */
  readonly curl: string | undefined;
  /** Objects it gets, by collection. */
  readonly objects: Readonly<Record<string, number>>;
  /** An object that it does not get, of that collection if there is one. */
  readonly withheld: string | undefined;
}

/** Every partner with a fresh token and a ready line; `base` is where the server listens. */
export const demoGuests = async (house: House, base: string): Promise<readonly Guest[]> => {
  const seen = await house.store.read(async (reader) => {
    const tracks = await reader.registry.tracks();
    const collections = await reader.collections.all();
    const participants = await reader.registry.participants();
    const seen = [];
    for (const participant of participants) seen.push(await seenBy(reader, { participant, tracks, collections }));
    return seen;
  });
  const guests: Guest[] = [];
  for (const { best, ...guest } of seen) {
    const { secret } = await issueToken(house, guest.participant, null);
    const url = best && `${base}/taxii2/main/collections/${best.id}/objects/`;
    guests.push({ ...guest, token: secret, collection: best?.alias, url, curl: url && curlLine(guest.participant, secret, url) });
  }
  return guests;
};

interface Looking {
  readonly participant: Participant;
  readonly tracks: readonly string[];
  readonly collections: readonly Collection[];
}

const seenBy = async (reader: Reader, { participant, tracks, collections }: Looking) => {
  const listed = await reader.collections.listedBy(participant.num);
  const rank = ({ track }: Collection): number => rankOf(participant.tiers[track] ?? 'closed');
  const [best] = collections.filter(({ num }) => listed.has(num)).sort((a, b) => rank(b) - rank(a));
  const nums = await reader.objects.touching({}, 0, LIMITS.seal_objects_max);
  const entries = (await reader.feeds.live(participant.num, nums)).filter(({ last }) => last);
  const withheld = await withheldFrom(reader, nums, { seen: new Set(entries.map(({ object }) => object)), best });
  const objects = collections
    .filter(({ num }) => listed.has(num))
    .map(({ num, alias }) => [alias, entries.filter(({ collection }) => collection === num).length] as const);
  const { slug, name, tiers } = participantAnswer(participant, tracks);
  return { participant: slug, name, standing: tiersInWords(tiers), objects: Object.fromEntries(objects), best, withheld };
};

/** Of the objects not seen, one that a reader understands at once, by preference from the best collection. */
const withheldFrom = async (
  reader: Reader,
  nums: readonly number[],
  { seen, best }: { readonly seen: ReadonlySet<number>; readonly best: Collection | undefined },
): Promise<string | undefined> => {
  const hidden = await reader.objects.byNums(nums.filter((num) => !seen.has(num)));
  const places = await reader.objects.membershipsOf(hidden.map(({ num }) => num));
  const near = new Set(places.filter(({ collection }) => collection === best?.num).map(({ object }) => object));
  const worth = ({ num, type }: StoredObject): number => (near.has(num) ? 2 : 0) + (TELLING.has(type) ? 1 : 0);
  return [...hidden].sort((a, b) => worth(b) - worth(a))[0]?.id;
};

/** Types that a reader understands at once. */
const TELLING = new Set(['report', 'threat-actor', 'note', 'indicator']);

const curlLine = (slug: string, secret: string, url: string): string =>
  `curl -s -u ${slug}:${secret} -H 'Accept: application/taxii+json;version=2.1' ${url}`;
