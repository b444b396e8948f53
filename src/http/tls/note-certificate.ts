import type { FastifyReply, FastifyRequest } from 'fastify';
import type { SecureListening } from './secure-listening.js';

/** Hook: what the connection showed, for whoever asks without a token. */
export const noteCertificate =
  (tls: SecureListening) =>
  async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { socket } = request.raw;
    request.certificate = tls.certificateOn(socket) ?? null;
    if (tls.isOutdated(socket)) reply.header('connection', 'close');
  };
