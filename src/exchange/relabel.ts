import { ParleyError } from '../core/errors.js';
import type { GivenLabels } from '../core/registry/collection.js';
import { bookInForce } from './book.js';
import { buryHidden } from './bury-hidden.js';
import type { House } from './house.js';
import { underSeal } from './ledger/under-seal.js';
import { reclassify } from './reclassify.js';
import { type Ruling, requireRole } from './ruling.js';
import { sealObjects } from './seal-objects.js';

/**
 * Replaces, key by key, the labels that operators have given to an object; they hold for all its versions, whoever sent
 * them, later ones too, in all places. Its own markings stay in force. One transaction; the epoch of every participant is raised, since something may
 * have been taken away. Errors: `object-unknown`, `operator-unknown`, `role-insufficient`.
 */
export const relabel = async (
  house: House,
  { id, labels, ...ruling }: Ruling & { readonly id: string; readonly labels: GivenLabels },
): Promise<void> => {
  await underSeal(house, async (sealer, record) => {
    await requireRole(sealer, ruling.by, ['administrator', 'release-officer']);
    const objects = await sealer.objects.byIds([id]);
    if (objects.length === 0) throw new ParleyError('object-unknown', { value: id });
    const at = house.clock();
    const book = await bookInForce(house, sealer);
    const nums = objects.map(({ num }) => num);
    await buryHidden(house, sealer, { nums, book, at });
    await sealer.objects.amend(objects.map((object) => ({ ...object, given: { ...object.given, ...labels } })));
    await reclassify(sealer, nums, book);
    await sealObjects(house, sealer, record, { nums, book, at });
    record({ at, kind: 'object-relabelled', by: ruling.by, reason: ruling.reason, detail: { object: id, labels } });
  });
};
