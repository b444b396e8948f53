import type { FastifyInstance } from 'fastify';
import { encodeBase64 } from '../../core/ledger/base64.js';
import type { House } from '../../exchange/house.js';
import { ledgerFor, type ReadableLedger } from '../../exchange/ledger/find-ledger.js';
import { type IndexedOpening, readOpenings } from '../../exchange/ledger/read-openings.js';
import { callerOf } from '../authenticate.js';
import { JSON_LINES } from './media-type.js';
import { tileAt } from './tile-address.js';

/**
 * GET /ledger/{own,common}/openings/{N…}[.p/{W}]: what the entries of the bundle with the same path were made of, so that their
 * owner can read them and check every digest.
 */
export const openings = (app: FastifyInstance, house: House, ledger: ReadableLedger): void => {
  app.get('/openings/*', async (request, reply) => {
    const bundle = tileAt(request, `/ledger/${ledger}/openings/`, 'tile/entries/');
    const opened = await readOpenings(house, ledgerFor(house, callerOf(request), ledger), bundle);
    return reply.type(JSON_LINES).send(Buffer.from(opened.map(lineOf).join('')));
  });
};

const lineOf = ({ index, at, payload, salt }: IndexedOpening): string =>
  `${JSON.stringify({ index, time: new Date(at).toISOString(), payload, salt: salt && encodeBase64(salt) })}\n`;
