import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';
import { requireUnforked } from '../../exchange/ledger/guard.js';

/**
 * GET /readyz: the database answers, holds a node, is durable, and is not behind the ledger that this home has seen; 503 else,
 * without saying why. The operator is told by an alarm.
 */
export const readyz = (app: FastifyInstance, house: House): void => {
  app.get('/readyz', async (_request, reply) => {
    if (!(await isReady(house))) throw new ParleyError('store-unavailable');
    return reply.type('application/json').send(Buffer.from('{"status":"ready"}'));
  });
};

const isReady = async (house: House): Promise<boolean> => {
  try {
    const reason = await house.store.unfitness();
    if (reason !== undefined) house.alarm('store-unfit', { reason });
    await requireUnforked(house);
    return reason === undefined && (await house.store.read((reader) => reader.registry.node())) !== undefined;
  } catch (error) {
    const code = error instanceof ParleyError ? error.code : 'fault';
    if (code !== 'store-unavailable') house.alarm('not-ready', { code });
    return false;
  }
};
