import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';

/** GET /readyz: the database answers and holds a node; 503 else, without saying why. */
export const readyz = (app: FastifyInstance, house: House): void => {
  app.get('/readyz', async (_request, reply) => {
    if (!(await holdsNode(house))) throw new ParleyError('store-unavailable');
    return reply.type('application/json').send(Buffer.from('{"status":"ready"}'));
  });
};

const holdsNode = async (house: House): Promise<boolean> => {
  try {
    return (await house.store.read((reader) => reader.registry.node())) !== undefined;
  } catch {
    return false;
  }
};
