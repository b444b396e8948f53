import type { ParleyError } from '../../core/errors.js';
import type { Network } from './network.js';
import { RETRY_AFTER_MS_MAX } from './retry-after.js';

export const ATTEMPTS_MAX = 5;

const FIRST_WAIT_MS = 500;
const WAIT_MS_MAX = 30_000;

/** What may go by itself: the server is busy, the connection broke. */
export class Passing extends Error {
  override readonly name = 'Passing';

  constructor(
    /** What is said when it does not go. */
    readonly refusal: ParleyError,
    /** What the server asks to wait. */
    readonly wait_ms?: number | undefined,
  ) {
    super(refusal.message, { cause: refusal });
  }
}

/**
 * Milliseconds before the next attempt. Doubled each time; half of it is left to chance, so that those who were sent away
 * together do not come back together. Never earlier than the server asks for.
 */
export const waitBefore = (attempt: number, asked_ms: number | undefined, random: () => number): number => {
  const span = Math.min(FIRST_WAIT_MS * 2 ** (attempt - 1), WAIT_MS_MAX);
  const own = span / 2 + random() * (span / 2);
  return Math.round(Math.max(own, Math.min(asked_ms ?? 0, RETRY_AFTER_MS_MAX)));
};

/** Repeats what is `Passing`, at most `ATTEMPTS_MAX` attempts in all. Errors: those of the last attempt. */
export const persistently = async <T>(
  { sleep, random }: Pick<Network, 'sleep' | 'random'>,
  attempt: () => Promise<T>,
  onWait: (ms: number, why: ParleyError) => void = () => undefined,
): Promise<T> => {
  for (let count = 1; ; count++) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof Passing)) throw error;
      if (count === ATTEMPTS_MAX) throw error.refusal;
      const ms = waitBefore(count, error.wait_ms, random);
      onWait(ms, error.refusal);
      await sleep(ms);
    }
  }
};
