import type { FastifyInstance } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';
import { findCollection } from '../../exchange/page.js';
import { callerOf } from '../authenticate.js';
import { parseFilters } from './filters.js';
import { sendPage } from './send.js';
import { takePage } from './take-page.js';

const URL = '/main/collections/:collection/objects/';

interface Params {
  readonly collection: string;
}

/** GET and POST /taxii2/main/collections/{id}/objects/ (TAXII 5.4, 5.5). Nothing can be written: 403, where it may be listed. */
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

  app.post<{ Params: Params }>(URL, async (request) => {
    await findCollection(house, callerOf(request), request.params.collection);
    throw new ParleyError('not-writable');
  });
};
