import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import { textOf } from '../core/redact/edition.js';
import type { Collection } from '../core/registry/collection.js';
import type { Caller } from '../core/registry/participant.js';
import { type Access, accessOf, requireAccess, requireReadable } from './access.js';
import { bookInForce } from './book.js';
import { lapseConsents } from './consent.js';
import { type Place, readCursor, writeCursor } from './cursor.js';
import type { House } from './house.js';
import type { FeedQuery, PageEntry, VersionMatch } from './ports/feeds.js';
import type { Standing } from './ports/registry.js';
import type { Reader } from './ports/store.js';
import { requireCredentialInForce } from './require.js';
import { Rulings } from './rulings.js';
import { Eyes, placedObjects } from './sight.js';

/** What of a feed is asked for. Lists are ORed within, ANDed with each other. */
export interface Selection {
  readonly ids?: readonly string[] | undefined;
  readonly types?: readonly string[] | undefined;
  /** STIX versions; every stored object is 2.1. */
  readonly specVersions?: readonly string[] | undefined;
  readonly versions: readonly VersionMatch[];
}

export interface PageRequest {
  /** TAXII id or alias. */
  readonly collection: string;
  readonly selection: Selection;
  /** Microseconds since 1970, exclusive. */
  readonly addedAfter?: number | undefined;
  readonly next?: string | undefined;
  readonly limit?: number | undefined;
  /** The endpoint: a cursor of one is no cursor of another. `objects` and `object` carry text. */
  readonly endpoint: 'objects' | 'object' | 'manifest' | 'versions';
}

export interface PageItem extends PageEntry {
  /** The edition's exact JSON; empty for endpoints that only list. */
  readonly text: string;
}

export interface Page {
  readonly items: readonly PageItem[];
  readonly more: boolean;
  /** Present iff `more`. */
  readonly next: string | undefined;
}

/** The collections the participant may read or write. */
export const listCollections = async (house: House, caller: Caller): Promise<readonly Access[]> =>
  lookAs(house, caller, (reader) => accessOf(reader, caller));

/** One of them, by id or alias. Unknown and not for this caller are the same `not-found`. */
export const findCollection = async (house: House, caller: Caller, name: string): Promise<Access> =>
  lookAs(house, caller, (reader) => requireAccess(reader, caller, name));

/** A page, and the snapshot it was read in. */
export interface Seen {
  readonly page: Page;
  /** The entry behind the page: that there is one is all that `more` tells of it. */
  readonly beyond: PageEntry | undefined;
  readonly collection: Collection;
  readonly standing: Standing;
}

/**
 * A page of the caller's feed: its live entries behind a place, as editions. Standing, entries and text come from one snapshot,
 * and so does whatever `and` looks at. To a partner it goes by `disclosePage` alone.
 *
 * Errors: `not-found` (no such collection for this caller), `not-readable`, `cursor-foreign`.
 */
export const seePage = async <T>(
  house: House,
  caller: Caller,
  request: PageRequest,
  and: (reader: Reader, seen: Seen) => Promise<T>,
): Promise<Seen & { readonly also: T }> =>
  lookAs(house, caller, async (reader, standing) => {
    const collection = await requireReadable(reader, caller, request.collection);
    const seen = { ...(await pageOf(house, reader, standing, { caller, request, collection })), collection, standing };
    return { ...seen, also: await and(reader, seen) };
  });

interface Asked {
  readonly caller: Caller;
  readonly request: PageRequest;
  readonly collection: Collection;
}

const pageOf = async (
  house: House,
  reader: Reader,
  standing: Standing,
  { caller, request, collection }: Asked,
): Promise<Pick<Seen, 'page' | 'beyond'>> => {
  const binding = bindingOf(caller, collection, request);
  const from = request.next === undefined ? undefined : await resume(house, binding, request.next, request.addedAfter);
  const { specVersions } = request.selection;
  if (specVersions && !specVersions.includes('2.1'))
    return { page: { items: [], more: false, next: undefined }, beyond: undefined };

  const limit = Math.min(request.limit ?? LIMITS.page_items_default, LIMITS.page_items_max);
  const { ids, types, versions } = request.selection;
  const query: FeedQuery = {
    participant: caller.num,
    collection: collection.num,
    afterPos: from?.pos ?? 0,
    afterAdded: request.addedAfter,
    ids,
    types,
    versions,
    limit: limit + 1,
  };
  const found = await allowedEntries(house, reader, standing, query);
  const entries = carriesText(request) ? withinBytes(found.slice(0, limit)) : found.slice(0, limit);
  const more = entries.length < found.length;
  const last = entries.at(-1);
  const next = more && last ? writeCursor(house.keyring.keys, binding, last) : undefined;
  return { page: { items: await present(reader, request, entries), more, next }, beyond: found[entries.length] };
};

/** One snapshot with the caller's standing in it, whose token is in force. A consent that has run out is taken out first. */
export const lookAs = async <T>(
  house: House,
  caller: Caller,
  look: (reader: Reader, standing: Standing) => Promise<T>,
): Promise<T> => {
  const outcome = await house.store.read(async (reader) => {
    const standing = await reader.registry.standing(caller.num);
    if (!standing) throw new ParleyError('not-found');
    await requireCredentialInForce(house, reader, caller);
    if (standing.changesAt !== null && standing.changesAt <= house.clock()) return undefined;
    return { value: await look(reader, standing) };
  });
  if (outcome) return outcome.value;
  await lapseConsents(house, caller);
  return lookAs(house, caller, look);
};

/** Caller, endpoint, collection and match filters: a cursor is good for nothing else (TAXII 3.5). */
const bindingOf = (caller: Caller, collection: Collection, { endpoint, selection }: PageRequest): string => {
  const { ids, types, specVersions, versions } = selection;
  return JSON.stringify([caller.id, endpoint, collection.id, ids ?? null, types ?? null, specVersions ?? null, versions]);
};

/** OpenCTI sends `next` with an added_after moved up to the cursor's own date: same place. Later than that is another query. */
const resume = async (house: House, binding: string, next: string, addedAfter: number | undefined): Promise<Place> => {
  const place = await placeIn(house, binding, next);
  if (addedAfter !== undefined && addedAfter > place.added * 1000) throw new ParleyError('cursor-foreign');
  return place;
};

/** A cursor that these keys did not make may be of a key that another process has made since. */
const placeIn = async ({ keyring }: House, binding: string, next: string): Promise<Place> => {
  try {
    return readCursor(keyring.keys, binding, next);
  } catch (error) {
    if (!(await keyring.refresh())) throw error;
    return readCursor(keyring.keys, binding, next);
  }
};

/**
 * Live entries that match. While a sweep is under way an entry may be live that is no longer allowed: then each is checked
 * against the standing of this snapshot, and the page filled up with those behind.
 */
const allowedEntries = async (
  house: House,
  reader: Reader,
  standing: Standing,
  query: FeedQuery,
): Promise<readonly PageEntry[]> => {
  if (standing.swept === standing.due) return reader.feeds.page(query);
  const rulings = await Rulings.open(house, reader, await bookInForce(house, reader));
  const eyes = await Eyes.of(reader, rulings, standing);
  const allowed: PageEntry[] = [];
  let afterPos = query.afterPos;
  for (;;) {
    const batch = await reader.feeds.page({ ...query, afterPos });
    const objects = await placedObjects(reader, [...new Set(batch.map(({ object }) => object))]);
    const wanted = new Set(
      objects.flatMap(({ object, versions }) =>
        house.scheme
          .wanted(versions, eyes.sightOf(object))
          .filter(({ collection }) => collection === query.collection)
          .map(({ version }) => version),
      ),
    );
    allowed.push(...batch.filter(({ version }) => wanted.has(version)));
    const last = batch.at(-1);
    if (allowed.length >= query.limit || batch.length < query.limit || !last) return allowed.slice(0, query.limit);
    afterPos = last.pos;
  }
};

export const carriesText = ({ endpoint }: Pick<PageRequest, 'endpoint'>): boolean =>
  endpoint === 'objects' || endpoint === 'object';

/** As many entries as fit into a page, at least one (TAXII 3.4: a server MAY send fewer than `limit`). */
const withinBytes = (entries: readonly PageEntry[]): readonly PageEntry[] => {
  let bytes = 0;
  const over = entries.findIndex((entry, at) => {
    bytes += entry.bytes + 1;
    return at > 0 && bytes > LIMITS.page_bytes_max;
  });
  return over === -1 ? entries : entries.slice(0, over);
};

const present = async (reader: Reader, request: PageRequest, entries: readonly PageEntry[]): Promise<readonly PageItem[]> => {
  if (!carriesText(request)) return entries.map((entry) => ({ ...entry, text: '' }));
  const bodies = await reader.objects.bodies(entries.map(({ version }) => version));
  return entries.map((entry) => {
    const body = bodies.get(entry.version);
    if (body === undefined) throw new ParleyError('fault');
    return { ...entry, text: textOf({ kind: 'whole' }, body) };
  });
};
