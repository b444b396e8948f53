import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { ledgerFor, type ReadableLedger } from '../../exchange/ledger/find-ledger.js';
import { storedSource } from '../../exchange/ledger/ledger-source.js';
import { callerOf } from '../authenticate.js';
import { PLAIN_TEXT } from './media-type.js';

/** GET /ledger/{own,common}/checkpoint (C2SP tlog-tiles): "a signed checkpoint", as UTF-8 text. */
export const checkpoint = (app: FastifyInstance, house: House, ledger: ReadableLedger): void => {
  app.get('/checkpoint', async (request, reply) => {
    const note = await storedSource(house, ledgerFor(house, callerOf(request), ledger)).checkpoint();
    return reply.type(PLAIN_TEXT).send(Buffer.from(note));
  });
};
