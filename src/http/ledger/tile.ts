import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { ledgerFor, type ReadableLedger } from '../../exchange/ledger/find-ledger.js';
import { storedSource } from '../../exchange/ledger/ledger-source.js';
import { callerOf } from '../authenticate.js';
import { OCTETS } from './media-type.js';
import { tileAt } from './tile-address.js';

/** GET /ledger/{own,common}/tile/{L}/{N…}[.p/{W}] and …/tile/entries/{N…}[.p/{W}] (C2SP tlog-tiles) */
export const tile = (app: FastifyInstance, house: House, ledger: ReadableLedger): void => {
  app.get('/tile/*', async (request, reply) => {
    const address = tileAt(request, `/ledger/${ledger}/`);
    const bytes = await storedSource(house, ledgerFor(house, callerOf(request), ledger)).tile(address);
    return reply.type(OCTETS).send(Buffer.from(bytes));
  });
};
