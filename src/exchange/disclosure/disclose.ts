import { blockOf, hasBit, NO_BITS } from '../../core/disclosure/held-bits.js';
import type { Caller } from '../../core/registry/participant.js';
import { formatInstant } from '../../core/stix/timestamp.js';
import type { House } from '../house.js';
import { sha256 } from '../ledger/hashing.js';
import { carriesText, type Page, type PageRequest, type Seen, seePage } from '../page.js';
import type { Carried } from '../ports/disclosures.js';
import type { Reader } from '../ports/store.js';
import { discloseTogether } from './group-commit.js';
import { heldMemoryOf } from './held-memory.js';

/**
 * A page for its partner: the only way by which anything of a feed leaves the node. What the partner is not on record as holding
 * is put on record first, durably, and only then is the page returned. Where nothing is new nothing is written. If the
 * partner's rights have moved since the page was read, it is read again. `bodyless`: dates and a length leave, and no text.
 *
 * Errors: as `seePage`.
 */
export const disclosePage = async (
  house: House,
  caller: Caller,
  request: PageRequest,
  { bodyless = false }: { readonly bodyless?: boolean } = {},
): Promise<Page> => {
  const carried: Carried = carriesText(request) && !bodyless ? 'content' : 'listing';
  for (;;) {
    const seen = await seePage(house, caller, request, (reader, within) => isNew(house, reader, within, carried));
    if (!seen.also) return seen.page;
    const { page, collection, standing } = seen;
    const disclosed = await discloseTogether(house, {
      participant: caller.num,
      collection: collection.num,
      collectionId: collection.id,
      epoch: standing.epoch,
      token: caller.token,
      carried,
      endpoint: request.endpoint,
      positions: page.items.map(({ pos }) => pos),
      digest: digestOf(page, carried),
    });
    if (disclosed) return page;
  }
};

/** Whether the page carries an entry that is not on record as held. One query where this process does not know it by heart. */
const isNew = async (house: House, reader: Reader, { page, collection, standing }: Seen, carried: Carried): Promise<boolean> => {
  const positions = page.items.map(({ pos }) => pos);
  const feed = { participant: standing.participant, collection: collection.num };
  const memory = heldMemoryOf(house);
  if (memory.holds(standing, feed, carried, positions)) return false;
  const keys = [...new Set(positions.map(blockOf))].map((block) => ({ ...feed, block }));
  const blocks = await reader.disclosures.held(keys);
  memory.learn(standing.participant, standing.disclosures, blocks);
  const bits = new Map(blocks.map((held) => [held.block, held[carried]]));
  return !positions.every((pos) => hasBit(bits.get(blockOf(pos)) ?? NO_BITS, pos));
};

/**
 * What the partner can hash as well: the items of the envelope's `objects` as they were sent, joined by commas; of a listing, a
 * line of id and version an item.
 */
const digestOf = ({ items }: Page, carried: Carried): string => {
  const lines = items.map(({ id, instant, text }) => (carried === 'content' ? text : `${id} ${formatInstant(instant, 6)}\n`));
  return `sha256:${Buffer.from(sha256(Buffer.from(lines.join(carried === 'content' ? ',' : '')))).toString('hex')}`;
};
