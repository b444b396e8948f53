import { ParleyError } from '../core/errors.js';
import type { House } from './house.js';

/** What is granted until an instant that has passed was a slip of the pen. `expiresAt` in ms; null: no expiry. */
export const requireFuture = (house: Pick<House, 'clock'>, expiresAt: number | null): void => {
  if (expiresAt !== null && expiresAt <= house.clock())
    throw new ParleyError('time-past', { value: new Date(expiresAt).toISOString() });
};
