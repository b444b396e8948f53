import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { ledgerFor, type ReadableLedger } from '../../exchange/ledger/find-ledger.js';
import { verifierKeys } from '../../exchange/ledger/verifier-keys.js';
import { callerOf } from '../authenticate.js';
import { PLAIN_TEXT } from './media-type.js';

/** GET /ledger/{own,common}/keys: the verifier keys of the ledger (C2SP signed-note), one a line, newest first. */
export const keys = (app: FastifyInstance, house: House, ledger: ReadableLedger): void => {
  app.get('/keys', async (request, reply) => {
    const { origin } = await house.store.read(ledgerFor(house, callerOf(request), ledger));
    const lines = (await verifierKeys(house, origin)).map((key) => `${key}\n`);
    return reply.type(PLAIN_TEXT).send(Buffer.from(lines.join('')));
  });
};
