import { LIMITS } from '../../core/limits.js';
import type { House } from '../house.js';
import { type Disclosure, recordDisclosures } from './record.js';

interface Waiting {
  readonly disclosure: Disclosure;
  readonly done: (disclosed: boolean) => void;
  readonly fail: (error: unknown) => void;
}

/** Disclosures of one process that wait for the next transaction: while one is under way, those that come share the next. */
class Queue {
  #waiting: Waiting[] = [];
  #busy = false;

  constructor(private readonly house: House) {}

  disclose(disclosure: Disclosure): Promise<boolean> {
    return new Promise((done, fail) => {
      this.#waiting.push({ disclosure, done, fail });
      if (!this.#busy) void this.#work();
    });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      // Requests that have arrived get their turn to be read first, so that they share this transaction.
      await new Promise<void>((turn) => setImmediate(turn));
      const batch = this.#waiting.splice(0, LIMITS.disclosures_batch_max);
      const ended = this.house.measures?.disclosing(batch.length);
      try {
        const verdicts = await recordDisclosures(
          this.house,
          batch.map(({ disclosure }) => disclosure),
        );
        for (const [at, { done }] of batch.entries()) done(verdicts[at] === true);
      } catch (error) {
        for (const { fail } of batch) fail(error);
      } finally {
        ended?.();
      }
    }
    this.#busy = false;
  }
}

const queues = new WeakMap<House, Queue>();

/**
 * Puts a disclosure on record in a transaction that others share. True: it is durable, the bytes may go. False: the rights under
 * which the page was read are no longer in force.
 */
export const discloseTogether = (house: House, disclosure: Disclosure): Promise<boolean> => {
  const queue = queues.get(house) ?? new Queue(house);
  queues.set(house, queue);
  return queue.disclose(disclosure);
};
