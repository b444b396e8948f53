import type { FastifyInstance } from 'fastify';
import { LIMITS } from '../../core/limits.js';
import type { House } from '../../exchange/house.js';
import { TAXII_TYPE } from './media-type.js';
import { nodeName } from './node-name.js';
import { sendTaxii } from './send.js';

/** GET /taxii2/main/ (TAXII 4.2) */
export const apiRoot = (app: FastifyInstance, house: House): void => {
  app.get('/main/', async (_request, reply) =>
    sendTaxii(
      reply,
      JSON.stringify({ title: await nodeName(house), versions: [TAXII_TYPE], max_content_length: LIMITS.content_length_max }),
    ),
  );
};
