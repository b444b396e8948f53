import { ParleyError } from '../core/errors.js';
import type { Collection } from '../core/registry/collection.js';
import { parseSlug } from '../core/registry/slug.js';
import type { House } from './house.js';
import { randomUuid } from './identify.js';
import { requireParticipant, requireTrack } from './require.js';
import { restand } from './restand.js';

export type NewCollection = Omit<Collection, 'num' | 'id'>;

/** Opens a collection. Who may list it follows from the rule book. Errors: `slug-taken`, `track-unknown`, `participant-unknown`. */
export const openCollection = async (house: House, wanted: NewCollection): Promise<Collection> => {
  parseSlug(wanted.alias);
  return restand(house, async (sealer) => {
    if (await sealer.collections.byAlias(wanted.alias)) throw new ParleyError('slug-taken', { value: wanted.alias });
    await requireTrack(sealer, wanted.track);
    for (const slug of wanted.writableBy) await requireParticipant(sealer, slug);
    const collection = { ...wanted, id: randomUuid(house) };
    const num = await sealer.collections.add(collection);
    const detail = { alias: wanted.alias, id: collection.id, track: wanted.track };
    return {
      value: { ...collection, num },
      participants: undefined,
      event: { kind: 'collection-opened', participant: null, detail },
    };
  });
};
