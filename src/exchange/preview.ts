import { LIMITS } from '../core/limits.js';
import type { House } from './house.js';
import { randomUuid } from './identify.js';
import { seePage } from './page.js';
import { requireCollection, requireParticipant } from './require.js';

/**
 * What a partner would get now from a collection, drained page by page as the partner would, as the text of a STIX bundle in
 * pieces. Discloses and mints nothing. A collection that the partner may not list is an empty bundle.
 */
export async function* preview(
  house: House,
  { participant: slug, collection: name }: { readonly participant: string; readonly collection: string },
): AsyncGenerator<string> {
  const { participant, collection, listed } = await house.store.read(async (reader) => {
    const participant = await requireParticipant(reader, slug);
    const collection = await requireCollection(reader, name);
    return { participant, collection, listed: (await reader.collections.listedBy(participant.num)).has(collection.num) };
  });
  yield `{"type":"bundle","id":"bundle--${randomUuid(house)}"`;
  let opened = false;
  let next: string | undefined;
  do {
    if (!listed) break;
    const request = {
      collection: collection.id,
      selection: { versions: [{ kind: 'last' as const }] },
      limit: LIMITS.page_items_max,
      next,
      endpoint: 'objects' as const,
    };
    const { page } = await seePage(house, participant, request, async () => undefined);
    for (const { text } of page.items) {
      yield opened ? `,${text}` : `,"objects":[${text}`;
      opened = true;
    }
    next = page.next;
  } while (next !== undefined);
  yield opened ? ']}' : '}';
}
