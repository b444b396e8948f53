import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { listCollections } from '../../exchange/page.js';
import { callerOf } from '../authenticate.js';
import { collectionResource } from './collection-resource.js';
import { sendTaxii } from './send.js';

/** GET /taxii2/main/collections/ (TAXII 5.1). None: the key is omitted. */
export const collections = (app: FastifyInstance, house: House): void => {
  app.get('/main/collections/', async (request, reply) => {
    const listed = await listCollections(house, callerOf(request));
    return sendTaxii(reply, JSON.stringify(listed.length === 0 ? {} : { collections: listed.map(collectionResource) }));
  });
};
