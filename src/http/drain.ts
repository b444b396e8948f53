import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';

const DRAIN_MS_MAX = 10_000;

/** A request that has arrived and not been read yet looks like an idle connection, which would be cut: read what is there first. */
const DRAIN_MS_MIN = 250;

/**
 * How a server ends: from `close()` on, every answer also ends its connection, else a client's keep-alive would hold the
 * server open for as long as it idles. Who has not taken its answer when the time is up is cut off.
 */
export const drainOnClose = (app: FastifyInstance): void => {
  let closing = false;
  let deadline: NodeJS.Timeout | undefined;
  app.addHook('preClose', async () => {
    closing = true;
    deadline = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS_MAX);
    await sleep(DRAIN_MS_MIN);
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onClose', async () => clearTimeout(deadline));
};
