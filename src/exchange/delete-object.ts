import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import { bookInForce } from './book.js';
import { buryHidden } from './bury-hidden.js';
import type { House } from './house.js';
import { type Recorder, underSeal } from './ledger/under-seal.js';
import type { Sealer } from './ports/store.js';
import { batches, reclassifyAll } from './reclassify.js';
import { type Ruling, requireRole } from './ruling.js';
import { sealObjects } from './seal-objects.js';
import { instantOf, narrowed, type PlacedLine, requireLines } from './sight.js';

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
    const lines = await requireLines(sealer, id);
    const doomed = version === undefined ? lines : lines.flatMap((line) => narrowed(line, isAt(version)));
    if (doomed.length === 0) throw new ParleyError('version-unknown', { value: id, version: version ?? '' });
    const at = house.clock();
    await dropLines(house, sealer, record, { lines: doomed, at });
    const detail = version === undefined ? { object: id } : { object: id, version };
    record({ at, kind: 'object-deleted', by: by ?? null, reason: reason ?? null, detail });
  });
};

const isAt = (version: string): ((one: { readonly instant: string }) => boolean) => {
  const instant = instantOf(version);
  return (one) => one.instant === instant;
};

/** Takes these versions of these lines out of one collection or all, and out of the feeds, inside the caller's transaction. */
export const dropLines = async (
  house: House,
  sealer: Sealer,
  record: Recorder,
  { lines, collection, at }: { readonly lines: readonly PlacedLine[]; readonly collection?: number; readonly at: number },
): Promise<void> => {
  const book = await bookInForce(house, sealer);
  const isMarking = lines.some(({ object }) => object.type === 'marking-definition');
  const nums = isMarking ? await allPlaced(sealer) : lines.map(({ object }) => object.num);
  await buryHidden(house, sealer, { nums, book, at });
  const versions = lines.flatMap((line) => line.versions.map((one) => one.version));
  await sealer.objects.dropMemberships(versions, collection);
  if (isMarking) await reclassifyAll(sealer, book);
  await sealObjects(house, sealer, record, { nums, book, at });
};

/** A marking that nobody defines any more restricts again: everything is labelled anew, and all that is placed looked at. */
const allPlaced = async (sealer: Sealer): Promise<readonly number[]> => {
  const nums: number[] = [];
  for await (const batch of batches(sealer, {}, LIMITS.seal_objects_max)) nums.push(...batch);
  return nums;
};
