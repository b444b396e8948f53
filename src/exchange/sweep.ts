import { LIMITS } from '../core/limits.js';
import { bookInForce } from './book.js';
import type { House } from './house.js';
import { recordGrants } from './ledger/grants.js';
import { type Recorder, underSealSoon } from './ledger/under-seal.js';
import type { Reader, Sealer } from './ports/store.js';
import { Rulings } from './rulings.js';
import { seal } from './seal.js';
import { placedObjects } from './sight.js';
import type { Moved } from './standing.js';

/**
 * Goes through what a change moved and brings the feeds up to date, at most LIMITS.seal_objects_max objects a seal, so that
 * others can write in between. `at` is the instant of the change, for all chunks alike. Safe to repeat and to stop half way:
 * `swept` stays behind `due` until the end, and whoever comes next starts over with everything.
 */
export const sweep = async (house: House, moved: readonly Moved[], at: number): Promise<void> => {
  for (const one of moved) await sweepOne(house, one, at);
};

const sweepOne = async (house: House, moved: Moved, at: number): Promise<void> => {
  let task: Task | undefined = { ...moved, after: 0 };
  while (task) {
    const begun: Task = task;
    task = await underSealSoon(house, (sealer, record) => sweepChunk(house, sealer, record, { begun, at }));
  }
};

/** What is left of a sweep: objects above `after`. */
type Task = Moved & { readonly after: number };

/** One seal's worth of a sweep; returns what is left, undefined when the participant's feeds are up to date. */
const sweepChunk = async (
  house: House,
  sealer: Sealer,
  record: Recorder,
  { begun, at }: { readonly begun: Task; readonly at: number },
): Promise<Task | undefined> => {
  const standing = await sealer.registry.standing(begun.participant);
  if (!standing || standing.swept >= standing.due) return undefined;
  // Another change came in between: it moved more than this sweep knows of, so begin again, with everything.
  const overtaken = standing.due !== begun.due;
  const task = overtaken ? { ...begun, due: standing.due, everything: true, after: 0 } : begun;

  const nums = await touched(sealer, task);
  const rulings = await Rulings.open(house, sealer, await bookInForce(house, sealer));
  const objects = await placedObjects(sealer, nums);
  await seal(sealer, { scheme: house.scheme, rulings, standings: [standing], objects, at });
  const last = nums.at(-1);
  if (last !== undefined && nums.length === LIMITS.seal_objects_max) return { ...task, after: last };
  await sealer.registry.setStanding({ ...standing, swept: standing.due });
  await recordGrants(sealer, record, { at, participants: [standing.participant] });
  return undefined;
};

const touched = async (reader: Reader, { classes, collections, everything, after }: Task): Promise<readonly number[]> => {
  if (everything) return reader.objects.touching({}, after, LIMITS.seal_objects_max);
  if (classes.length === 0 && collections.length === 0) return [];
  return reader.objects.touching({ classes, collections }, after, LIMITS.seal_objects_max);
};

/** Ends sweeps that a crash or a stop left half done. `serve` does so at its start and then from time to time. */
export const sweepUnfinished = async (house: House): Promise<void> => {
  const standings = await house.store.read((reader) => reader.registry.standings());
  const unfinished = standings.filter(({ swept, due }) => swept < due);
  const moved = unfinished.map(({ participant, due }) => ({
    participant,
    due,
    classes: [],
    collections: [],
    everything: true,
    widens: false,
  }));
  await sweep(house, moved, house.clock());
};
