import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { retract } from '../../exchange/submission/retract.js';
import { callerOf } from '../authenticate.js';
import { parseDoomed, parseFilters } from './filters.js';
import { TAXII_TYPE } from './media-type.js';
import type { PagesSent } from './pages-sent.js';
import { requireHeld, requireIdentifier } from './require-held.js';
import { pageText } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/:object/';

interface Params {
  readonly collection: string;
  readonly object: string;
}

/**
 * GET and DELETE /taxii2/main/collections/{id}/objects/{object-id}/ (TAXII 5.6, 5.7). An object that the caller does not hold
 * is absent; one of which the filters leave nothing is an empty envelope. DELETE reaches what the caller has sent itself.
 */
export const object = (app: FastifyInstance, house: House, pages: PagesSent): void => {
  app.get<{ Params: Params }>(URL, async (request, reply) => {
    const { collection, object: id } = request.params;
    const filters = parseFilters(request.raw.url ?? '', 'object');
    requireIdentifier(id);
    const selection = { ...filters.selection, ids: [id] };
    const taken = await takePage(house, request, { ...filters, selection, collection, endpoint: 'object' });
    const page = await requireHeld(house, request, taken, { collection, id });
    return pages.answer(
      request,
      reply,
      page,
      pageText(page, 'objects', ({ text }) => text),
    );
  });

  app.delete<{ Params: Params }>(URL, async (request, reply) => {
    const { collection, object: id } = request.params;
    const versions = parseDoomed(request.raw.url ?? '');
    requireIdentifier(id);
    await retract(house, callerOf(request), { collection, id, versions });
    return reply.type(TAXII_TYPE).send();
  });
};
