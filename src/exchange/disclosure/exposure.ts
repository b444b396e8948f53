import { parsePositions } from '../../core/disclosure/positions.js';
import { ParleyError } from '../../core/errors.js';
import { groupedBy } from '../../core/grouped.js';
import type { Participant } from '../../core/registry/participant.js';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import type { House } from '../house.js';
import type { Carried } from '../ports/disclosures.js';
import type { PastEntry } from '../ports/feeds.js';
import type { Reader } from '../ports/store.js';
import { requireParticipant } from '../require.js';

/** An edition that has left the node for a participant, in one collection. */
export interface Exposed {
  /** Slug. */
  readonly participant: string;
  readonly object: string;
  /** RFC 3339. */
  readonly version: string;
  readonly edition_id: string;
  /** Name of the view it was seen under. */
  readonly view: string;
  /** Alias. */
  readonly collection: string;
  /** Its text, or no more than its id and version (manifest, `versions`). */
  readonly disclosed: Carried;
  /** RFC 3339: when it first left in this way. */
  readonly first_at: string;
  /** Responses on record that carried it in this way; reading again what is held is not recorded again. */
  readonly deliveries: number;
}

export interface ExposureQuestion {
  /** Slug; absent: all. */
  readonly participant?: string | undefined;
  /** STIX id; absent: all. */
  readonly object?: string | undefined;
  /** The `next` of the answer before. */
  readonly after?: string | undefined;
  readonly limit?: number | undefined;
}

/** Opens a snapshot, or looks into the one that is open. */
type Look = <T>(look: (reader: Reader) => Promise<T>) => Promise<T>;

/**
 * Who holds what, exactly: from the deliveries that were made durable before each response. By participant, object, collection
 * and version. What was deleted or withdrawn since is there too.
 *
 * Errors: `participant-unknown`, `object-unknown`, `cursor-foreign`.
 */
export const exposure = async (
  house: House,
  question: ExposureQuestion,
): Promise<{ readonly disclosures: readonly Exposed[]; readonly next: string | undefined }> =>
  house.store.read(async (reader) => {
    const limit = question.limit ?? Number.POSITIVE_INFINITY;
    const disclosures: Exposed[] = [];
    let next: string | undefined;
    for await (const { exposed, cursor } of exposedBy((look) => look(reader), question)) {
      if (disclosures.length === limit) return { disclosures, next };
      disclosures.push(exposed);
      next = cursor;
    }
    return { disclosures, next: undefined };
  });

/**
 * The same one by one, for many: memory stays flat, and no snapshot is held open for a slow reader. What a participant holds is as
 * of when it is come to: feeds only grow, and what is added later has no delivery among those that were read.
 */
export async function* exposureOneByOne(house: House, question: ExposureQuestion): AsyncGenerator<Exposed> {
  let given = 0;
  for await (const { exposed } of exposedBy((look) => house.store.read(look), question)) {
    yield exposed;
    given++;
    if (given === question.limit) return;
  }
}

/** One edition, and the cursor that goes on behind it. */
interface Told {
  readonly exposed: Exposed;
  readonly cursor: string;
}

/** Editions of several senders may bear one name: the second of it, and so on, is told by its number. */
const cursorOf = ({ participant, object, collection, version }: Exposed, earlier: number): string =>
  [participant, object, collection, version, ...(earlier === 0 ? [] : [earlier])].join('/');

/** Where to go on: nothing of an earlier participant or object need be looked at again. */
interface From {
  readonly participant: number;
  readonly object: number;
}

const placeOf = async (reader: Reader, cursor: string): Promise<From> => {
  const [slug = '', id = ''] = cursor.split('/');
  const participant = await reader.registry.participant(slug);
  const [object] = await reader.objects.byIds([id]);
  if (participant === undefined || object === undefined) throw new ParleyError('cursor-foreign');
  return { participant: participant.num, object: object.num };
};

/** What was asked for, behind the cursor: it names the last one that was given. */
async function* exposedBy(look: Look, question: ExposureQuestion): AsyncGenerator<Told> {
  const { after: cursor } = question;
  const asked = await look((reader) => askedFor(reader, question));
  let met = cursor === undefined;
  for await (const told of exposedTo(look, asked)) {
    if (met) yield told;
    met ||= told.cursor === cursor;
  }
  if (!met) throw new ParleyError('cursor-foreign');
}

interface Asked {
  readonly owners: readonly Participant[];
  /** Numbers of all its lines. */
  readonly objects: readonly number[] | undefined;
  readonly from: From | undefined;
  /** By number of the collection. */
  readonly aliases: ReadonlyMap<number, string>;
}

const askedFor = async (reader: Reader, { participant, object, after }: ExposureQuestion): Promise<Asked> => {
  const from = after === undefined ? undefined : await placeOf(reader, after);
  const owners =
    participant === undefined ? await reader.registry.participants() : [await requireParticipant(reader, participant)];
  const first = from === undefined ? 0 : owners.findIndex(({ num }) => num === from.participant);
  if (first < 0) throw new ParleyError('cursor-foreign');
  return {
    owners: owners.slice(first),
    objects: object === undefined ? undefined : await numsOf(reader, object),
    from,
    aliases: new Map((await reader.collections.all()).map(({ num, alias }) => [num, alias])),
  };
};

const numsOf = async (reader: Reader, id: string): Promise<readonly number[]> => {
  const rows = await reader.objects.byIds([id]);
  if (rows.length === 0) throw new ParleyError('object-unknown', { value: id });
  return rows.map(({ num }) => num);
};

/**
 * What a participant's feeds ever had of these objects, by id: an id of several lines comes whole, with the first of them that
 * is there.
 */
const pastById = async (reader: Reader, owner: number, objects: readonly number[]): Promise<readonly PastEntry[]> => {
  const lines = await reader.objects.siblings(objects);
  const past = await reader.feeds.past(
    owner,
    lines.map(({ num }) => num),
  );
  const first = new Map<string, number>();
  for (const { id, object } of past) first.set(id, Math.min(object, first.get(id) ?? object));
  const firstOf = ({ id }: PastEntry): number => first.get(id) ?? 0;
  const asked = new Set(objects);
  return past.filter((entry) => asked.has(firstOf(entry))).sort((one, other) => firstOf(one) - firstOf(other));
};

async function* exposedTo(look: Look, { owners, objects: wanted, from, aliases }: Asked): AsyncGenerator<Told> {
  for (const owner of owners) {
    const tallies = await look((reader) => talliesByCollection(reader, owner.num, [...aliases.keys()]));
    const after = owner.num === from?.participant ? from.object - 1 : 0;
    for await (const objects of wanted === undefined ? objectsOf(look, owner.num, after) : [wanted]) {
      const times = new Map<string, number>();
      const editions = groupedBy(
        await look((reader) => pastById(reader, owner.num, objects)),
        (entry) => `${entry.object}/${entry.collection}/${entry.instant}`,
      );
      for (const entries of editions.values()) {
        const [{ id, instant, collection }] = entries as [PastEntry];
        const tally = tallyOf(tallies.get(collection), entries);
        if (tally === undefined) continue;
        const what = { object: id, version: formatInstant(instant, 3), edition_id: id, view: 'whole' };
        const exposed = { participant: owner.slug, ...what, collection: aliases.get(collection) ?? '', ...tally };
        const name = `${id}/${collection}/${instant}`;
        const earlier = times.get(name) ?? 0;
        times.set(name, earlier + 1);
        yield { exposed, cursor: cursorOf(exposed, earlier) };
      }
    }
  }
}

const OBJECTS_AT_ONCE = 1_000;

async function* objectsOf(look: Look, participant: number, begin: number): AsyncGenerator<readonly number[]> {
  for (let after = begin; ; ) {
    const objects = await look((reader) => reader.feeds.objectsEver(participant, after, OBJECTS_AT_ONCE));
    const last = objects.at(-1);
    if (last === undefined) return;
    yield objects;
    after = last;
  }
}

/** By position of a feed: when it first left, and how often. */
type Tallies = Readonly<Record<Carried, ReadonlyMap<number, { readonly first: number; times: number }>>>;

const talliesByCollection = async (
  reader: Reader,
  participant: number,
  collections: readonly number[],
): Promise<ReadonlyMap<number, Tallies>> => {
  const tallies = new Map<number, Tallies>();
  for (const collection of collections) tallies.set(collection, await talliesOf(reader, participant, collection));
  return tallies;
};

const talliesOf = async (reader: Reader, participant: number, collection: number): Promise<Tallies> => {
  const tallies = { content: new Map<number, { first: number; times: number }>(), listing: new Map() };
  for (const { at, carried, entries } of await reader.disclosures.deliveries({ participant, collection })) {
    for (const [first, last] of parsePositions(entries)) {
      for (let pos = first; pos <= last; pos++) {
        const tally = tallies[carried].get(pos);
        if (tally === undefined) tallies[carried].set(pos, { first: at, times: 1 });
        else tally.times++;
      }
    }
  }
  return tallies;
};

/** One edition may have had several entries, one after the other: it was withdrawn and released again, or became last again. */
const tallyOf = (
  tallies: Tallies | undefined,
  entries: readonly PastEntry[],
): Pick<Exposed, 'disclosed' | 'first_at' | 'deliveries'> | undefined => {
  for (const disclosed of ['content', 'listing'] as const) {
    const left = entries.flatMap(({ pos }) => tallies?.[disclosed].get(pos) ?? []);
    if (left.length === 0) continue;
    const first_at = new Date(Math.min(...left.map(({ first }) => first))).toISOString();
    return { disclosed, first_at, deliveries: left.reduce((sum, { times }) => sum + times, 0) };
  }
  return undefined;
};
