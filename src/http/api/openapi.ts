import type { FastifyInstance } from 'fastify';
import { API_DESCRIPTION } from './description.js';

/** GET /api/v1/openapi.json: what this API is, for tools; it says nothing of this node, so it needs no credentials. */
export const openapi = (app: FastifyInstance): void => {
  const document = Buffer.from(JSON.stringify(API_DESCRIPTION));
  app.get('/openapi.json', async (_request, reply) => reply.type('application/json').send(document));
};
