import type { FastifyInstance } from 'fastify';
import type { House } from '../../exchange/house.js';
import { seeSubmission } from '../../exchange/submission/see-submission.js';
import { callerOf } from '../authenticate.js';
import { sendTaxii } from './send.js';
import { statusResource } from './status-resource.js';

/** GET /taxii2/main/status/{id}/ (TAXII 4.3). Its sender alone has it, for two days after it was taken in. */
export const status = (app: FastifyInstance, house: House): void => {
  app.get<{ Params: { status: string } }>('/main/status/:status/', async (request, reply) =>
    sendTaxii(reply, statusResource(await seeSubmission(house, callerOf(request), request.params.status))),
  );
};
