import type { FastifyInstance } from 'fastify';

const DRAIN_MS_MAX = 10_000;

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
  });
  app.addHook('onSend', async (_request, reply) => {
    if (closing) reply.header('connection', 'close');
  });
  app.addHook('onClose', async () => clearTimeout(deadline));
};
