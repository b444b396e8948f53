import { type ErrorCode, type ErrorKind, formatError, ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import { CHALLENGES } from './challenges.js';

/** An error as a door answers it. Equal causes for the caller give equal bytes. */
export interface Refusal {
  readonly status: number;
  readonly code: ErrorCode;
  readonly message: string;
  readonly headers: Readonly<Record<string, string | string[]>>;
}

const STATUS_OF_KIND: Readonly<Record<ErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  withheld: 403,
  absent: 404,
  conflict: 409,
  limit: 429,
  unavailable: 503,
  fault: 500,
};

/** Where HTTP has a status of its own for a code. */
const STATUS_OF_CODE: Partial<Record<ErrorCode, number>> = {
  'method-not-allowed': 405,
  'not-acceptable': 406,
  'body-too-large': 413,
  'object-too-large': 413,
  'url-too-long': 414,
  'media-unsupported': 415,
  'envelope-malformed': 422,
};

const RETRY_AFTER_S = '5';

/**
 * Any thrown thing as a refusal. What is absent and what is withheld from the caller are told apart by nothing: every kind
 * `absent` becomes `not-found`. A fault never shows its message, nor does an outage say why.
 */
export const refusalFor = (thrown: unknown): Refusal => {
  const error = thrown instanceof ParleyError ? thrown : fromFramework(thrown);
  if (error.kind === 'absent') return refusal('not-found');
  if (error.kind === 'fault') return refusal('fault');
  if (error.kind === 'unavailable') return refusal('store-unavailable');
  if (error.code === 'rate-exceeded') return tooSoon(error);
  return { ...refusal(error.code), message: error.message };
};

/** RFC 6585 4: 429 with Retry-After, in whole seconds. */
const tooSoon = ({ code, message, details }: ParleyError): Refusal => ({
  ...refusal(code),
  message,
  headers: { 'retry-after': String(details.wait_s ?? RETRY_AFTER_S) },
});

const refusal = (code: ErrorCode): Refusal => {
  const { kind } = new ParleyError(code);
  return {
    status: STATUS_OF_CODE[code] ?? STATUS_OF_KIND[kind],
    code,
    message: formatError(code, {}),
    headers:
      kind === 'unauthenticated'
        ? { 'www-authenticate': [...CHALLENGES] }
        : kind === 'unavailable'
          ? { 'retry-after': RETRY_AFTER_S }
          : {},
  };
};

/** Fastify's own errors say by their status what is wrong with the request; anything else is our fault. */
const fromFramework = (thrown: unknown): ParleyError => {
  const status = thrown instanceof Error && 'statusCode' in thrown ? thrown.statusCode : undefined;
  switch (status) {
    case 400:
      return new ParleyError('request-malformed', {}, { cause: thrown });
    case 413:
      return new ParleyError('body-too-large', { bytes_max: LIMITS.content_length_max }, { cause: thrown });
    case 414:
      return new ParleyError('url-too-long', { length_max: LIMITS.url_length_max }, { cause: thrown });
    case 415:
      return new ParleyError('media-unsupported', {}, { cause: thrown });
    default:
      return new ParleyError('fault', {}, { cause: thrown });
  }
};

/** TAXII 3.6.1: `http_status` "is a string" and equals the status of the response. */
export const errorResource = ({ status, code, message }: Refusal): string =>
  JSON.stringify({ title: message, error_code: code, http_status: String(status) });

export const PROBLEM_TYPE = 'application/problem+json';

/** RFC 9457; `code` is Parley's own member. */
export const problemDetails = ({ status, code, message }: Refusal): string =>
  JSON.stringify({ type: 'about:blank', title: message, status, code });
