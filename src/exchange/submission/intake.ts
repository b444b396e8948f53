import { ParleyError } from '../../core/errors.js';
import type { Caller } from '../../core/registry/participant.js';
import type { House } from '../house.js';
import type { JudgedBody } from './judge.js';
import { takeIn } from './take-in.js';

/** What one process is taking in: one after the other, in the order in which they came. */
interface Intake {
  /** Resolves when everything that waited is through. */
  running: Promise<void> | undefined;
  /** Numbers of the participants of which something waits. */
  readonly senders: Set<number>;
  /** By id, what this process has judged already: it need not read it again. */
  readonly judged: Map<string, JudgedBody>;
}

const intakes = new WeakMap<House['store'], Intake>();

const intakeOf = ({ store }: House): Intake => {
  const intake = intakes.get(store) ?? { running: undefined, senders: new Set(), judged: new Map() };
  intakes.set(store, intake);
  return intake;
};

/** Goes through what waits, without being waited for. What fails stays, and is tried again from time to time. */
export const takeInSoon = (
  house: House,
  { id, sender, judged }: { readonly id: string; readonly sender: number; readonly judged: JudgedBody | undefined },
): void => {
  const intake = intakeOf(house);
  intake.senders.add(sender);
  if (judged !== undefined && intake.judged.size < JUDGED_MAX) intake.judged.set(id, judged);
  takeInWaiting(house).catch(() => undefined);
};

/** Takes in what waits, of one participant or of all, also what other processes have answered. Errors: `store-unavailable`. */
export const takeInWaiting = (house: House, participant?: number): Promise<void> => {
  const intake = intakeOf(house);
  const earlier = intake.running ?? Promise.resolve();
  const running = earlier
    .catch(() => undefined)
    .then(() => takeInAll(house, intake, participant))
    .finally(() => {
      if (intake.running === running) intake.running = undefined;
    });
  intake.running = running;
  return running;
};

/** Bodies of some size, so not many. */
const JUDGED_MAX = 32;

const takeInAll = async (house: House, intake: Intake, participant: number | undefined): Promise<void> => {
  const failed = new Set<string>();
  for (;;) {
    const senders = [...intake.senders];
    const waiting = await house.store.read((reader) => reader.submissions.unfinished(1 + failed.size, participant));
    const next = waiting.filter(({ id }) => !failed.has(id));
    if (next.length === 0) {
      for (const sender of senders) if (participant === undefined || sender === participant) intake.senders.delete(sender);
      return;
    }
    for (const submission of next) {
      const judged = intake.judged.get(submission.id);
      intake.judged.delete(submission.id);
      await takeIn(house, submission, judged).catch((error: unknown) => {
        if (error instanceof ParleyError && error.kind === 'unavailable') throw error;
        failed.add(submission.id);
        house.alarm('submission-failed', {
          submission: submission.id,
          code: error instanceof ParleyError ? error.code : 'fault',
        });
      });
    }
  }
};

/** Before a participant reads or withdraws: what it has sent through this process, and was told is taken, is taken in. */
export const settled = async (house: House, { num }: Caller): Promise<void> => {
  const intake = intakeOf(house);
  if (intake.senders.has(num)) await intake.running?.catch(() => undefined);
};
