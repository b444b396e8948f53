import { bookInForce } from './book.js';
import type { House } from './house.js';
import { sealObject } from './relabel.js';
import { type Ruling, requireRole } from './ruling.js';
import { requireObject, versionAt } from './sight.js';

export interface Deletion extends Partial<Ruling> {
  readonly id: string;
  /** RFC 3339; absent: all versions. */
  readonly version?: string | undefined;
}

/**
 * Deletes an object, or one version of it: it leaves all collections, and every feed loses it in the same transaction. The
 * text stays in the store, so that what was disclosed can still be shown. Errors: `object-unknown`, `version-unknown`.
 */
export const deleteObject = async (house: House, { id, version, by, reason }: Deletion): Promise<void> => {
  await house.store.seal(async (sealer) => {
    if (by !== undefined) await requireRole(sealer, by, ['administrator', 'release-officer']);
    const placed = await requireObject(sealer, id);
    const doomed = version === undefined ? placed.versions : [versionAt(placed, version)];
    const at = house.clock();
    const book = await bookInForce(house, sealer);
    await sealer.objects.dropMemberships(doomed.map((one) => one.version));
    await sealObject(house, sealer, { num: placed.object.num, book, at });
    await sealer.events.append({
      at,
      kind: 'object-deleted',
      by: by ?? null,
      reason: reason ?? null,
      participant: null,
      detail: version === undefined ? { object: id } : { object: id, version },
    });
  });
};
