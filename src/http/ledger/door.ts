import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import type { ReadableLedger } from '../../exchange/ledger/find-ledger.js';
import type { AllowedMethods } from '../allowed-methods.js';
import type { Admit } from '../fairness/admission.js';
import { answerErrors, answerUnrouted, sendProblem } from '../refuse.js';
import { checkpoint } from './checkpoint.js';
import { keys } from './keys.js';
import { openings } from './openings.js';
import { tile } from './tile.js';

/**
 * What a partner may read of the ledgers, under /ledger: its own and the common one, each under a path that is written out
 * here. No part of a request names a ledger, so none can name another's. Credentials come first, for what does not exist too.
 */
export const ledgerDoor =
  (house: House, allowed: AllowedMethods, admit: Admit) =>
  async (app: FastifyInstance): Promise<void> => {
    app.setErrorHandler(answerErrors(sendProblem));
    app.setNotFoundHandler(answerUnrouted(sendProblem, allowed));
    app.addHook('onRequest', admit);
    for (const ledger of ['own', 'common'] as const) app.register(endpointsOf(house, ledger), { prefix: `/${ledger}` });
  };

const endpointsOf =
  (house: House, ledger: ReadableLedger) =>
  async (app: FastifyInstance): Promise<void> => {
    for (const endpoint of [checkpoint, tile, keys, openings]) endpoint(app, house, ledger);
  };
