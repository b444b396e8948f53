import type { House } from './house.js';
import type { Moved } from './standing.js';
import { sweepUnfinished } from './sweep.js';

class SweepPending extends Error {
  override readonly name = 'SweepPending';
}

/**
 * Inside a change of rights: what gives something back waits until an earlier sweep has ended. While it has not, entries that
 * pages hide are still live at their old places; clients have passed them, and given back there they would never be got. What
 * only takes away does not wait.
 */
export const requireSwept = (moved: readonly Moved[]): void => {
  if (moved.some(({ widens, everything }) => widens && everything)) throw new SweepPending('an earlier sweep has not ended');
};

/** Makes a change, as often as an earlier sweep has to be ended first. */
export const afterSweeps = async <T>(house: House, change: () => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await change();
    } catch (error) {
      if (!(error instanceof SweepPending)) throw error;
      await sweepUnfinished(house);
    }
  }
};
