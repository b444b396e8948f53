import type { Store } from '../../exchange/ports/store.js';
import type { Metrics } from './metrics.js';

/** The same store, of which every seal is measured: at this one place, whoever seals. */
export const measuredStore = (store: Store, metrics: Metrics): Store => ({
  read: (look, how) => store.read(look, how),
  seal: async (write) => {
    metrics.sealsWaiting.inc();
    const begun = metrics.sealWait.startTimer();
    let ended: (() => void) | undefined;
    const begin = () => {
      metrics.sealsWaiting.dec();
      begun();
    };
    try {
      return await store.seal(async (sealer) => {
        begin();
        ended = metrics.sealDuration.startTimer();
        return write(sealer);
      });
    } finally {
      // It never came to its turn: the database is away, or somebody held the lock for too long.
      if (ended === undefined) begin();
      else ended();
    }
  },
  unfitness: () => store.unfitness(),
  connections: () => store.connections(),
  close: () => store.close(),
});
