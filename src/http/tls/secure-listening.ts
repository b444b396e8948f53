import { constants } from 'node:crypto';
import { createServer, type Server, type ServerOptions } from 'node:https';
import type { Socket } from 'node:net';
import { createSecureContext, type SecureContextOptions, TLSSocket } from 'node:tls';
import type { FastifyServerFactory } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import type { ShownCertificate } from '../../core/registry/certificate.js';
import { shownCertificate } from './shown-certificate.js';

/** What a server speaks TLS with, as PEM. */
export interface TlsMaterial {
  readonly cert: string;
  readonly key: string;
  /** Whose client certificates are believed; undefined: none is asked for. */
  readonly clientCa: string | undefined;
}

export interface SecureListening {
  /** For fastify, with the limits that it would give a server in clear. One server only. */
  readonly createServer: FastifyServerFactory;
  /**
   * From now on new connections get this; those that are open live on. Errors: `tls-refused`, and all is as before.
   */
  readonly replace: (material: TlsMaterial) => void;
  /** The certificate that a connection showed and that was verified. */
  readonly certificateOn: (socket: Socket) => ShownCertificate | undefined;
  /** Its certificate was verified by authorities that are not believed any more: it should end, and the client come again. */
  readonly isOutdated: (socket: Socket) => boolean;
}

/**
 * RFC 9325, 4.2: what TLS 1.2 has of forward secrecy with authenticated encryption; none of it is on the list of RFC 7540,
 * Appendix A. Level 2 asks for 112 bits of strength, of client certificates too.
 */
const CIPHERS = [
  'TLS_AES_128_GCM_SHA256',
  'TLS_AES_256_GCM_SHA384',
  'TLS_CHACHA20_POLY1305_SHA256',
  'ECDHE-ECDSA-AES128-GCM-SHA256',
  'ECDHE-RSA-AES128-GCM-SHA256',
  'ECDHE-ECDSA-AES256-GCM-SHA384',
  'ECDHE-RSA-AES256-GCM-SHA384',
  'ECDHE-ECDSA-CHACHA20-POLY1305',
  'ECDHE-RSA-CHACHA20-POLY1305',
  '@SECLEVEL=2',
].join(':');

/** Everything stands here: `setSecureContext` forgets what it is not told again. */
const contextOf = ({ cert, key, clientCa }: TlsMaterial): SecureContextOptions => ({
  cert,
  key,
  ...(clientCa === undefined ? {} : { ca: clientCa }),
  minVersion: 'TLSv1.2',
  maxVersion: 'TLSv1.3',
  ciphers: CIPHERS,
  honorCipherOrder: true,
  secureOptions: constants.SSL_OP_NO_RENEGOTIATION,
});

const HANDSHAKE_TIMEOUT_MS = 15_000;

/** Errors: `tls-refused`. */
export const secureListening = (initial: TlsMaterial): SecureListening => {
  let material = initial;
  let server: Server | undefined;
  requireUsable(initial);
  const authorities = authorityOfConnections(() => material.clientCa);
  const isOutdated = (socket: Socket) => authorities.of(socket) !== material.clientCa;
  return {
    createServer: (handle, limits) => {
      server = createServer(
        {
          ...contextOf(material),
          ...(limits.http as ServerOptions),
          requestTimeout: limits.requestTimeout as number,
          keepAliveTimeout: limits.keepAliveTimeout as number,
          handshakeTimeout: HANDSHAKE_TIMEOUT_MS,
          requestCert: material.clientCa !== undefined,
          // Tokens go on working without one; whether it was verified is looked at where it counts.
          rejectUnauthorized: false,
        },
        handle,
      );
      server.setTimeout(limits.connectionTimeout as number);
      authorities.watch(server);
      return server;
    },
    replace: (next) => {
      requireUsable(next);
      server?.setSecureContext(contextOf(next));
      material = next;
    },
    certificateOn: (socket) => (socket instanceof TLSSocket && !isOutdated(socket) ? shownCertificate(socket) : undefined),
    isOutdated,
  };
};

/** OpenSSL's own words may quote what it read; its codes do not. */
const requireUsable = (material: TlsMaterial): void => {
  try {
    createSecureContext(contextOf(material));
  } catch (cause) {
    const { code = 'unknown' } = cause as NodeJS.ErrnoException;
    throw new ParleyError('tls-refused', { reason: code });
  }
};

/**
 * By which authorities the certificate of a connection was verified: those in force when it was accepted, however long the
 * handshake took. A socket does not name the one it wraps, so both are known by the address of the other end.
 */
const authorityOfConnections = (current: () => string | undefined) => {
  const shaking = new Map<string, string | undefined>();
  const known = new WeakMap<Socket, string | undefined>();
  const end = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;
  return {
    watch: (server: Server): void => {
      server.on('connection', (socket: Socket) => {
        const from = end(socket);
        shaking.set(from, current());
        socket.once('close', () => shaking.delete(from));
      });
      server.on('secureConnection', (socket) => {
        known.set(socket, shaking.get(end(socket)));
        shaking.delete(end(socket));
      });
    },
    of: (socket: Socket): string | undefined => known.get(socket),
  };
};
