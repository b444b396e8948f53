import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { findCollection } from '../../exchange/page.js';
import { callerOf } from '../authenticate.js';
import { collectionResource } from './collection-resource.js';
import { sendTaxii } from './send.js';

/** GET /taxii2/main/collections/{id}/ (TAXII 5.2) */
export const collection = (app: FastifyInstance, house: House): void => {
  app.get<{ Params: { collection: string } }>('/main/collections/:collection/', async (request, reply) =>
    sendTaxii(
      reply,
      JSON.stringify(collectionResource(await findCollection(house, callerOf(request), request.params.collection))),
    ),
  );
};
