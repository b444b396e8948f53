import { createHash } from 'node:crypto';
import { LIMITS } from '../core/limits.js';
import type { Collection } from '../core/registry/collection.js';
import type { House } from './house.js';
import type { Sealer } from './ports/store.js';
import type { Arrived } from './read-arrivals.js';

/** An object that cannot join the line of its id, and why. */
export interface KeptApart {
  readonly arrived: Arrived;
  /** Number of the participant whose it is; null: the host's, or nobody's. */
  readonly originator: number | null;
  readonly code: string;
  readonly message: string;
}

/**
 * Puts objects into quarantine, as far as there is room for their originator: nobody's text is lost, nothing is overwritten, and
 * nobody takes the room of others. Gives how many were kept.
 */
export const keepApart = async (
  { alarm }: Pick<House, 'alarm'>,
  sealer: Sealer,
  items: readonly KeptApart[],
  { collection, at }: { readonly collection: Collection; readonly at: number },
): Promise<number> => {
  const room = new Map<number | null, number>();
  for (const originator of new Set(items.map((item) => item.originator))) {
    room.set(originator, LIMITS.quarantined_max - (await sealer.quarantine.count(originator)));
  }
  const kept = items.filter(({ originator }) => {
    const left = room.get(originator) ?? 0;
    room.set(originator, left - 1);
    return left > 0;
  });
  if (kept.length < items.length) alarm('limit-reached', { limit: 'quarantined_max', value: LIMITS.quarantined_max });
  await sealer.quarantine.add(
    kept.map(({ arrived: { object, text, bytes }, originator, code, message }) => {
      const digest = createHash('sha256').update(text).digest('hex');
      return { at, id: object.id, collection: collection.num, originator, code, message, digest, bytes, body: text };
    }),
  );
  return kept.length;
};
