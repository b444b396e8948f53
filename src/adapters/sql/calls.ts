import { ParleyError } from '../../core/errors.js';

/** The calls that are under way in a store: closing waits for them and lets no other begin. */
export class Calls {
  readonly #running = new Set<Promise<unknown>>();
  #closed = false;

  async run<T>(call: () => Promise<T>): Promise<T> {
    if (this.#closed) throw new ParleyError('store-unavailable', {}, { cause: new Error('the store is closed') });
    const running = call();
    this.#running.add(running);
    try {
      return await running;
    } finally {
      this.#running.delete(running);
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    await Promise.allSettled(this.#running);
  }
}
