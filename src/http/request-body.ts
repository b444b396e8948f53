import type { IncomingMessage } from 'node:http';
import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';

/**
 * No endpoint takes a body yet: whatever its type, it is left unread and Node drops it once the answer is out. One that
 * announces more than the API root's max_content_length is refused as such (TAXII 5.5: 413 for that alone).
 */
export const leaveBodyUnread = async (request: FastifyRequest, _payload: IncomingMessage): Promise<undefined> => {
  if (Number(request.headers['content-length'] ?? 0) > LIMITS.content_length_max) {
    throw new ParleyError('body-too-large', { bytes_max: LIMITS.content_length_max });
  }
  return undefined;
};
