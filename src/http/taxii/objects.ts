import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { parseFilters } from './filters.js';
import type { PagesSent } from './pages-sent.js';
import { pageText } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/';

interface Params {
  readonly collection: string;
}

/** GET /taxii2/main/collections/{id}/objects/ (TAXII 5.4) */
export const objects = (app: FastifyInstance, house: House, pages: PagesSent): void => {
  app.get<{ Params: Params }>(URL, async (request, reply) => {
    const filters = parseFilters(request.raw.url ?? '', 'objects');
    const page = await takePage(house, request, {
      ...filters,
      collection: request.params.collection,
      endpoint: 'objects',
    });
    return pages.answer(
      request,
      reply,
      page,
      pageText(page, 'objects', ({ text }) => text),
    );
  });
};
