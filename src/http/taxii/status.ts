import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../core/errors.js';

/** GET /taxii2/main/status/{id}/ (TAXII 4.3). Nothing is taken in over TAXII, so no status is known. */
export const status = (app: FastifyInstance): void => {
  app.get('/main/status/:status/', async () => {
    throw new ParleyError('not-found');
  });
};
