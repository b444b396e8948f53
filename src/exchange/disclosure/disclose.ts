import { blockOf, hasBit, NO_BITS } from '../../core/disclosure/held-bits.js';
import type { Caller } from '../../core/registry/participant.js';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import type { House } from '../house.js';
import { digestText } from '../ledger/hashing.js';
import { carriesText, type Page, type PageItem, type PageRequest, type Seen, type Selection, seePage } from '../page.js';
import type { Carried } from '../ports/disclosures.js';
import type { Reader } from '../ports/store.js';
import { discloseTogether } from './group-commit.js';
import { heldMemoryOf } from './held-memory.js';
import { isSettled, type PageOrigin } from './recall.js';
import type { DisclosedPart } from './record.js';

/** A page that may leave; `origin` where it can be sent again. */
export interface DisclosedPage extends Page {
  readonly origin: PageOrigin | undefined;
}

/** How a page leaves. */
export interface Leaving {
  /** Dates and a length leave, and no text. */
  readonly bodyless?: boolean;
  /** Whether there is more is told to nobody. */
  readonly moreUntold?: boolean;
}

/**
 * A page for its partner: the only way by which anything of a feed leaves the node. What the partner is not on record as holding
 * is put on record first, durably, and only then is the page returned. Where nothing is new nothing is written. If the
 * partner's rights have moved since the page was read, it is read again.
 *
 * Errors: as `seePage`.
 */
export const disclosePage = async (
  house: House,
  caller: Caller,
  request: PageRequest,
  leaving: Leaving = {},
): Promise<DisclosedPage> => {
  for (;;) {
    const seen = await seePage(house, caller, request, async (reader, within) => {
      const parts = partsOf(within, request, leaving);
      return { fresh: await newIn(house, reader, within, parts), origin: await originOf(house, reader, caller, within, parts) };
    });
    const { collection, standing } = seen;
    const { fresh, origin } = seen.also;
    const page = { ...seen.page, origin };
    if (fresh.length === 0) return page;
    const disclosed = await discloseTogether(house, {
      participant: caller.num,
      collection: collection.num,
      collectionId: collection.id,
      epoch: standing.epoch,
      token: caller.token,
      certificate: caller.certificate,
      endpoint: request.endpoint,
      parts: fresh.map(({ carried, items }) => disclosedPart(carried, items)),
    });
    if (disclosed) return page;
  }
};

/** What the page was made from, for whom it can be sent again by `stillStands`. */
const originOf = async (
  house: House,
  reader: Reader,
  { token }: Caller,
  { collection: { num: collection }, standing }: Seen,
  parts: readonly Part[],
): Promise<PageOrigin | undefined> => {
  if (token === undefined) return undefined;
  const at = house.clock();
  const state = await reader.feeds.state({ participant: standing.participant, collection, token, at });
  if (state === undefined || !isSettled(state, at)) return undefined;
  return {
    ...state,
    collection,
    parts: parts.map(({ carried, items }) => ({ carried, positions: items.map(({ pos }) => pos) })),
  };
};

/** Entries that leave in one way. */
interface Part {
  readonly carried: Carried;
  readonly items: readonly PageItem[];
}

/** What the page carries; and where entries were named, the one behind it, of which `more` tells that it is there. */
const partsOf = (
  { page: { items }, beyond }: Seen,
  { endpoint, selection }: PageRequest,
  { bodyless = false, moreUntold = false }: Leaving,
): readonly Part[] => {
  const carried = carriesText({ endpoint }) && !bodyless ? 'content' : 'listing';
  const told = beyond === undefined || moreUntold || !namesEntries(selection) ? [] : [{ ...beyond, text: '' }];
  const parts: readonly Part[] = [
    { carried, items },
    { carried: 'listing', items: told },
  ];
  return parts.filter((part) => part.items.length > 0);
};

const namesEntries = ({ ids, versions }: Selection): boolean =>
  ids !== undefined || versions.some(({ kind }) => kind === 'exact');

/** Those parts that have an entry that is not on record as held. One query each where this process does not know it by heart. */
const newIn = async (house: House, reader: Reader, seen: Seen, parts: readonly Part[]): Promise<readonly Part[]> => {
  const fresh: Part[] = [];
  for (const part of parts) if (await isNew(house, reader, seen, part)) fresh.push(part);
  return fresh;
};

const isNew = async (
  house: House,
  reader: Reader,
  { collection, standing }: Seen,
  { carried, items }: Part,
): Promise<boolean> => {
  const positions = items.map(({ pos }) => pos);
  const feed = { participant: standing.participant, collection: collection.num };
  const memory = heldMemoryOf(house);
  if (memory.holds(standing, feed, carried, positions)) return false;
  const keys = [...new Set(positions.map(blockOf))].map((block) => ({ ...feed, block }));
  const blocks = await reader.disclosures.held(keys);
  memory.learn(standing, blocks);
  const bits = new Map(blocks.map((held) => [held.block, held[carried]]));
  return !positions.every((pos) => hasBit(bits.get(blockOf(pos)) ?? NO_BITS, pos));
};

/**
 * The digest is of what the partner can hash as well: the items of the envelope's `objects` as they were sent, joined by commas;
 * of a listing, a line of id and version an item.
 */
const disclosedPart = (carried: Carried, items: readonly PageItem[]): DisclosedPart => {
  const text =
    carried === 'content'
      ? items.map((item) => item.text).join(',')
      : items.map(({ id, instant }) => `${id} ${formatInstant(instant, 6)}\n`).join('');
  return { carried, positions: items.map(({ pos }) => pos), digest: digestText(Buffer.from(text)) };
};
