import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import type { House } from '../../exchange/house.js';
import { parseFilters } from './filters.js';
import { requireHeld, requireIdentifier } from './require-held.js';
import { sendPage } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/:object/versions/';

/** GET /taxii2/main/collections/{id}/objects/{object-id}/versions/ (TAXII 5.8) */
export const versions = (app: FastifyInstance, house: House): void => {
  app.get<{ Params: { collection: string; object: string } }>(URL, async (request, reply) => {
    const { collection, object: id } = request.params;
    const filters = parseFilters(request.raw.url ?? '', 'versions');
    requireIdentifier(id);
    const selection = { ...filters.selection, ids: [id], versions: [{ kind: 'all' as const }] };
    const page = await takePage(house, request, { ...filters, selection, collection, endpoint: 'versions' });
    if (page.items.length === 0) await requireHeld(house, request, collection, id);
    return sendPage(reply, page, 'versions', ({ instant }) => JSON.stringify(formatInstant(instant, 6)));
  });
};
