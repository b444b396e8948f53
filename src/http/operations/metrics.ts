import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Measures } from '../../exchange/ports/measures.js';
import type { Connections } from '../../exchange/ports/store.js';

/** One answer that has left. `route` is a pattern of ours, never what a client wrote. */
export interface Answered {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly ms: number;
}

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30];
const COUNTS = [1, 2, 4, 8, 16, 32, 64, 128, 256];

/** How many connections are open; undefined: nobody listens yet. */
type CountConnections = () => Promise<number | undefined>;

/**
 * What Prometheus reads of one server, in a registry of its own. Labels are routes, methods, statuses and doors, all from short lists of
 * ours: who asked, and for what, is in none of them.
 */
export class Metrics implements Measures {
  readonly registry = new Registry();
  readonly sealsWaiting: Gauge;
  readonly sealWait: Histogram;
  readonly sealDuration: Histogram;
  readonly #requests: Counter<'route' | 'method' | 'status'>;
  readonly #durations: Histogram<'route' | 'method'>;
  readonly #sentBytes: Counter<'door'>;
  readonly #dropped: Counter<'why'>;
  readonly #disclosureCommit: Histogram;
  readonly #disclosureBatch: Histogram;
  #countConnections: CountConnections = async () => undefined;

  constructor(connections: () => Connections) {
    this.#requests = this.#counter('parley_http_requests_total', 'Requests that were answered', ['route', 'method', 'status']);
    this.#durations = this.#histogram('parley_http_request_duration_seconds', 'From request to answer', SECONDS, [
      'route',
      'method',
    ]);
    this.#sentBytes = this.#counter('parley_http_sent_bytes_total', 'Bytes of bodies of answers', ['door']);
    this.#dropped = this.#counter('parley_http_dropped_total', 'Connections that were cut off', ['why']);
    this.sealsWaiting = this.#gauge('parley_seals_waiting', 'Writing transactions that wait for their turn');
    this.sealWait = this.#histogram('parley_seal_wait_seconds', 'From asking for a writing transaction to its turn', SECONDS);
    this.sealDuration = this.#histogram('parley_seal_duration_seconds', 'A writing transaction, from its turn on', SECONDS);
    this.#disclosureCommit = this.#histogram('parley_disclosure_commit_seconds', 'Putting disclosures on record', SECONDS);
    this.#disclosureBatch = this.#histogram('parley_disclosure_batch_size', 'Disclosures that shared a transaction', COUNTS);
    this.#gauge('parley_http_connections', 'Connections of clients that are open', [], async (gauge) =>
      gauge.set((await this.#countConnections()) ?? 0),
    );
    this.#gauge('parley_database_connections', 'Connections to the database for reads', ['state'], (gauge) => {
      const { total, idle } = connections();
      gauge.set({ state: 'busy' }, total - idle);
      gauge.set({ state: 'idle' }, idle);
    });
    this.#gauge('parley_database_waiting', 'Calls that wait for a connection to the database', [], (gauge) =>
      gauge.set(connections().waiting),
    );
    collectDefaultMetrics({ register: this.registry });
  }

  /** From the server that `answered` tells of. */
  countConnections(count: CountConnections): void {
    this.#countConnections = count;
  }

  answered({ route, method, status, ms }: Answered): void {
    this.#requests.inc({ route, method, status });
    this.#durations.observe({ route, method }, ms / 1000);
  }

  sent(door: string, bytes: number): void {
    this.#sentBytes.inc({ door }, bytes);
  }

  dropped(why: string): void {
    this.#dropped.inc({ why });
  }

  disclosing(count: number): () => void {
    this.#disclosureBatch.observe(count);
    return this.#disclosureCommit.startTimer();
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  /** With `look` its value is what is the case when it is read. */
  #gauge<L extends string>(
    name: string,
    help: string,
    labelNames: readonly L[] = [],
    look: (gauge: Gauge<L>) => void | Promise<void> = () => undefined,
  ): Gauge<L> {
    const gauge: Gauge<L> = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      collect: () => look(gauge),
    });
    return gauge;
  }

  #histogram<L extends string>(
    name: string,
    help: string,
    buckets: readonly number[],
    labelNames: readonly L[] = [],
  ): Histogram<L> {
    return new Histogram({ name, help, buckets: [...buckets], labelNames: [...labelNames], registers: [this.registry] });
  }
}
