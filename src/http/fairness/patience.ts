import { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../core/limits.js';

/** How long a server waits for its clients, and for how many at a time. */
export interface Patience {
  /** For all headers of a request. */
  readonly headers_ms: number;
  /** For a whole request. */
  readonly request_ms: number;
  /** For a client that takes nothing of its answer. */
  readonly stall_ms: number;
  /** For a client that takes its answer bit by bit. */
  readonly answer_ms: number;
  readonly connections_max: number;
}

export const PATIENCE: Patience = {
  headers_ms: 15_000,
  request_ms: 120_000,
  stall_ms: 30_000,
  answer_ms: 600_000,
  connections_max: LIMITS.connections_max,
};

export type Dropped = 'full' | 'stalled';

/**
 * A client that does not take its answer holds a connection and the bytes of a page. It is dropped between one and two `stall_ms`
 * after the last byte that it took: Node looks then whether anything of what it has to write has gone.
 */
export const dropSlowReaders = (
  app: FastifyInstance,
  { stall_ms, answer_ms }: Patience,
  dropped: (why: Dropped) => void,
): void => {
  app.addHook('onSend', async (request, { raw }) => {
    if (!(request.raw.socket instanceof Socket)) return;
    const drop = () => {
      dropped('stalled');
      raw.destroy();
    };
    // Node sets the socket's own time again when the answer has gone.
    raw.setTimeout(stall_ms, drop);
    const end = setTimeout(drop, answer_ms).unref();
    raw.once('close', () => clearTimeout(end));
  });
};

/** Beyond the bound a connection is closed as it comes; those that idle between requests give way to the next. */
export const boundConnections = (
  { server }: FastifyInstance,
  { connections_max }: Patience,
  dropped: (why: Dropped) => void,
): void => {
  server.maxConnections = connections_max;
  server.on('drop', () => {
    dropped('full');
    server.closeIdleConnections();
  });
};
