import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { parseFilters } from './filters.js';
import { sendPage } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/';

interface Params {
  readonly collection: string;
}

/** GET /taxii2/main/collections/{id}/objects/ (TAXII 5.4) */
export const objects = (app: FastifyInstance, house: House): void => {
  app.get<{ Params: Params }>(URL, async (request, reply) => {
    const filters = parseFilters(request.raw.url ?? '', 'objects');
    const page = await takePage(house, request, {
      ...filters,
      collection: request.params.collection,
      endpoint: 'objects',
    });
    return sendPage(reply, page, 'objects', ({ text }) => text);
  });
};
