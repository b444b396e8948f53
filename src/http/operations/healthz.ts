import type { FastifyInstance } from 'fastify';

/** GET /healthz: the process is up. */
export const healthz = (app: FastifyInstance): void => {
  app.get('/healthz', async (_request, reply) => reply.type('application/json').send(Buffer.from('{"status":"ok"}')));
};
