import type { FastifyRequest } from 'fastify';

/** Bytes of a body as it leaves; an answer to HEAD has none. */
export const payloadLength = ({ method }: FastifyRequest, payload: unknown): number => {
  if (method === 'HEAD') return 0;
  return Buffer.isBuffer(payload) || typeof payload === 'string' ? Buffer.byteLength(payload) : 0;
};
