import type { Socket } from 'node:net';
import { ParleyError } from '../core/errors.js';
import { errorResource, refusalFor } from './problem.js';
import { TAXII_TYPE } from './taxii/media-type.js';

/** Statuses of Node's parser (RFC 6585 5 for 431); everything else it cannot read is 400. */
const STATUS: Readonly<Record<string, readonly [number, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: [408, 'Request Timeout'],
  HPE_HEADER_OVERFLOW: [431, 'Request Header Fields Too Large'],
};

/** What Node's parser says. All else is the network or a failed handshake: there is nobody to answer in plain HTTP. */
const HTTP_ERROR = /^(HPE|ERR_HTTP)_/;

/**
 * Answers what never became a request. Which door was meant is unknown, so it is the TAXII error, which is JSON as well.
 * Written by hand: there is no response object yet.
 */
export const answerClientError =
  (headers: Readonly<Record<string, string>>) =>
  (error: Error & { readonly code?: string }, socket: Socket): void => {
    if (!HTTP_ERROR.test(error.code ?? '') || !socket.writable || socket.destroyed) {
      socket.destroy();
      return;
    }
    const [status, reason] = STATUS[error.code ?? ''] ?? [400, 'Bad Request'];
    const body = errorResource({ ...refusalFor(new ParleyError('request-malformed')), status });
    const lines = Object.entries({
      ...headers,
      'content-type': TAXII_TYPE,
      'content-length': Buffer.byteLength(body),
      connection: 'close',
    });
    socket.end(`HTTP/1.1 ${status} ${reason}\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
  };
