import { ParleyError } from '../../core/errors.js';
import type { PlacedVersion } from '../../core/feed/fate.js';
import type { Caller } from '../../core/registry/participant.js';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import { requireWritable } from '../access.js';
import { dropLines } from '../delete-object.js';
import type { House } from '../house.js';
import { underSeal } from '../ledger/under-seal.js';
import type { Selection } from '../page.js';
import type { Sealer } from '../ports/store.js';
import { requireCredentialInForce } from '../require.js';
import { narrowed, type PlacedLine, placedLinesOf } from '../sight.js';
import { takeInWaiting } from './intake.js';

export interface Retraction {
  /** TAXII id or alias. */
  readonly collection: string;
  readonly id: string;
  /** Which versions; TAXII 5.7: without a filter, all. */
  readonly versions: Selection['versions'];
}

/**
 * A partner withdraws what it has sent: its own versions of an object leave the collection, what of it stands in quarantine goes,
 * and nobody else's versions are touched. What is not its own is absent, whoever else may have it.
 *
 * Errors: `not-found`; `not-writable` or `not-readable` (TAXII 5.7 wants both rights).
 */
export const retract = async (house: House, caller: Caller, { collection: name, id, versions }: Retraction): Promise<void> => {
  // Whichever process has answered it: what came before must not come back behind the withdrawal.
  await takeInWaiting(house, caller.num);
  await underSeal(house, async (sealer, record) => {
    await requireCredentialInForce(house, sealer, caller);
    const { collection, canRead } = await requireWritable(sealer, caller, name);
    if (!canRead) throw new ParleyError('not-readable');
    const own = (await ownLines(sealer, caller, id)).flatMap((line) => narrowed(line, standsIn(collection.num)));
    const doomed = own.flatMap((line) => narrowed(line, isWanted(versions, line.versions.length)));
    const apart = await sealer.quarantine.dropOf(caller.num, collection.num, id);
    if (own.length === 0 && apart === 0) throw new ParleyError('not-found');
    if (doomed.length === 0) return;
    const at = house.clock();
    await dropLines(house, sealer, record, { lines: doomed, collection: collection.num, at });
    const told = doomed.flatMap((line) => line.versions.map(({ instant }) => formatInstant(instant, 6)));
    record({ at, kind: 'retracted', participant: caller.num, detail: { collection: collection.id, object: id, versions: told } });
  });
};

const ownLines = async (sealer: Sealer, caller: Caller, id: string): Promise<readonly PlacedLine[]> =>
  (await placedLinesOf(sealer, id)).filter(({ object }) => object.submitter === caller.num);

const standsIn =
  (collection: number) =>
  ({ places }: PlacedVersion): boolean =>
    places.some((place) => place.collection === collection);

/** By place among the versions of the collection: the first is the oldest. */
const isWanted =
  (wanted: Selection['versions'], count: number) =>
  ({ instant }: PlacedVersion, at: number): boolean =>
    wanted.some((match) => {
      if (match.kind === 'exact') return match.instant === instant;
      return match.kind === 'all' || at === (match.kind === 'first' ? 0 : count - 1);
    });
