import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { House } from '../../exchange/house.js';
import { findCollection } from '../../exchange/page.js';
import { submit } from '../../exchange/submission/submit.js';
import { callerOf } from '../authenticate.js';
import { requireTaxiiContent } from './content-type.js';
import { sendTaxii } from './send.js';
import { statusResource } from './status-resource.js';

interface Route {
  readonly Params: { readonly collection: string };
}

/**
 * POST /taxii2/main/collections/{id}/objects/ (TAXII 5.5): 202 with a status resource. Whether the caller may write here, and
 * whether it sends what can be read, is known before the body is.
 */
export const addObjects = (house: House) => async (app: FastifyInstance) => {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer', bodyLimit: LIMITS.content_length_max }, (_request, body, done) =>
    done(null, body),
  );
  const requireWritable = async (request: FastifyRequest): Promise<void> => {
    const { collection } = request.params as Route['Params'];
    const { canWrite } = await findCollection(house, callerOf(request), collection);
    if (!canWrite) throw new ParleyError('not-writable');
    requireTaxiiContent(request.headers);
  };
  app.post<Route>('/main/collections/:collection/objects/', { onRequest: requireWritable }, async (request, reply) => {
    const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
    const { collection } = request.params;
    const submission = await submit(house, callerOf(request), { collection, body });
    return sendTaxii(reply.code(202), statusResource(submission));
  });
};
