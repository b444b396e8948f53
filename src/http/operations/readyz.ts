import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';
import { isReady, readinessOf } from './readiness.js';

/** GET /readyz: whether this node can serve; 503 else, without saying why. The operator is told by an alarm. */
export const readyz = (app: FastifyInstance, house: House): void => {
  app.get('/readyz', async (_request, reply) => {
    if (!isReady(await readinessOf(house))) throw new ParleyError('store-unavailable');
    return reply.type('application/json').send(Buffer.from('{"status":"ready"}'));
  });
};

/** The same with every check and why it failed: on the operations port only. */
export const readyzInDetail = (app: FastifyInstance, house: House): void => {
  app.get('/readyz', async (_request, reply) => {
    const checks = await readinessOf(house);
    const ready = isReady(checks);
    return reply
      .code(ready ? 200 : 503)
      .type('application/json')
      .send(Buffer.from(JSON.stringify({ status: ready ? 'ready' : 'not-ready', checks })));
  });
};
