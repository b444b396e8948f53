import { LIMITS } from '../core/limits.js';
import { bookInForce } from './book.js';
import { buryHidden } from './bury-hidden.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import type { Sealer } from './ports/store.js';
import { batches, reclassifyAll } from './reclassify.js';
import { type Ruling, requireRole } from './ruling.js';
import { sealObjects } from './seal-objects.js';
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
  await underSeal(house, async (sealer, record) => {
    if (by !== undefined) await requireRole(sealer, by, ['administrator', 'release-officer']);
    const { object, versions } = await requireObject(sealer, id);
    const doomed = version === undefined ? versions : [versionAt({ object, versions }, version)];
    const at = house.clock();
    const book = await bookInForce(house, sealer);
    const isMarking = object.type === 'marking-definition';
    const nums = isMarking ? await allPlaced(sealer) : [object.num];
    await buryHidden(house, sealer, { nums, book, at });
    await sealer.objects.dropMemberships(doomed.map((one) => one.version));
    if (isMarking) await reclassifyAll(sealer, book);
    await sealObjects(house, sealer, record, { nums, book, at });
    const detail = version === undefined ? { object: id } : { object: id, version };
    record({ at, kind: 'object-deleted', by: by ?? null, reason: reason ?? null, detail });
  });
};

/** A marking that nobody defines any more restricts again: everything is labelled anew, and all that is placed looked at. */
const allPlaced = async (sealer: Sealer): Promise<readonly number[]> => {
  const nums: number[] = [];
  for await (const batch of batches(sealer, {}, LIMITS.seal_objects_max)) nums.push(...batch);
  return nums;
};
