import type { FastifyInstance } from 'fastify';
import type { Metrics } from './metrics.js';

/** GET /metrics: text for Prometheus. On the operations port only: on the doors the path is as unknown as any other. */
export const metricsEndpoint = (app: FastifyInstance, { registry }: Metrics): void => {
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(Buffer.from(await registry.metrics())));
};
