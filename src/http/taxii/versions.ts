import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import type { House } from '../../exchange/house.js';
import { parseFilters } from './filters.js';
import type { PagesSent } from './pages-sent.js';
import { requireHeld, requireIdentifier } from './require-held.js';
import { pageText } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/:object/versions/';

/** GET /taxii2/main/collections/{id}/objects/{object-id}/versions/ (TAXII 5.8) */
export const versions = (app: FastifyInstance, house: House, pages: PagesSent): void => {
  app.get<{ Params: { collection: string; object: string } }>(URL, async (request, reply) => {
    const { collection, object: id } = request.params;
    const filters = parseFilters(request.raw.url ?? '', 'versions');
    requireIdentifier(id);
    const selection = { ...filters.selection, ids: [id], versions: [{ kind: 'all' as const }] };
    const taken = await takePage(house, request, { ...filters, selection, collection, endpoint: 'versions' });
    const page = await requireHeld(house, request, taken, { collection, id });
    return pages.answer(
      request,
      reply,
      page,
      pageText(page, 'versions', ({ instant }) => JSON.stringify(formatInstant(instant, 6))),
    );
  });
};
