import type { FastifyInstance } from 'fastify';
import { formatInstant } from '../../core/stix/format/timestamp.js';
import type { House } from '../../exchange/house.js';
import type { PageItem } from '../../exchange/page.js';
import { parseFilters } from './filters.js';
import { STIX_TYPE } from './media-type.js';
import type { PagesSent } from './pages-sent.js';
import { addedText, pageText } from './send.js';
import { takePage } from './take-page.js';

/** GET /taxii2/main/collections/{id}/manifest/ (TAXII 5.3). `next` is not in its table, but clients page by it. */
export const manifest = (app: FastifyInstance, house: House, pages: PagesSent): void => {
  app.get<{ Params: { collection: string } }>('/main/collections/:collection/manifest/', async (request, reply) => {
    const filters = parseFilters(request.raw.url ?? '', 'manifest');
    const page = await takePage(house, request, {
      ...filters,
      collection: request.params.collection,
      endpoint: 'manifest',
    });
    return pages.answer(request, reply, page, pageText(page, 'objects', recordOf));
  });
};

/** TAXII 5.3.1. The version is `modified`, else `created`, else the constant of objects that have neither. */
const recordOf = (item: PageItem): string =>
  JSON.stringify({ id: item.id, date_added: addedText(item), version: formatInstant(item.instant, 6), media_type: STIX_TYPE });
