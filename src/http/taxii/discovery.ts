import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { nodeName } from './node-name.js';
import { sendTaxii } from './send.js';

/** Relative: TAXII 4.1.1 allows it, and it holds behind any proxy. `default` is the same text, as taxii2client compares it. */
const API_ROOT = '/taxii2/main/';

/** GET /taxii2/ (TAXII 4.1) */
export const discovery = (app: FastifyInstance, house: House): void => {
  app.get('/', async (_request, reply) =>
    sendTaxii(reply, JSON.stringify({ title: await nodeName(house), default: API_ROOT, api_roots: [API_ROOT] })),
  );
};
