import type { FastifyInstance, FastifyRequest } from 'fastify';
import { ParleyError } from '../core/errors.js';

/**
 * Node refuses some requests by itself, in an answer that has neither our headers nor a body (TAXII 3.1 wants its media type on
 * every one). They are let through to here, so that each door words them. With `requireHostHeader: false` of the server goes
 * `requireHost`.
 *
 * RFC 9110 10.1.1 lets a server ignore an expectation that it does not know.
 */
export const ignoreExpectations = ({ server }: FastifyInstance): void => {
  server.on('checkExpectation', (request, response) => server.emit('request', request, response));
};

/** Hook. RFC 9112 3.2: a request of HTTP/1.1 without Host is 400. */
export const requireHost = async ({ raw }: FastifyRequest): Promise<void> => {
  if (raw.httpVersion === '1.1' && raw.headers.host === undefined) throw new ParleyError('request-malformed');
};
