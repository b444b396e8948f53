import { ParleyError } from '../../core/errors.js';

/** SQLSTATE classes and codes, and codes of the socket, after which trying again later may help. */
const UNAVAILABLE = [
  /^08/, // connection exceptions
  /^53/, // insufficient resources: too many connections, disk full
  /^57P0[1-5]$/, // shut down by the administrator, crash, cannot connect now, idle session
  /^58/, // system errors outside the server, as I/O
  /^25006$/, // a standby answers: it cannot write
  /^55P03$/, // the wait for the lock was too long
  /^(ECONN|EPIPE|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ENOTFOUND|EAI_AGAIN|ENOENT|EACCES)/,
];

/** Wrong password, no such database or role: somebody must mend the URL or the server. */
const REFUSED = /^(28...|3D000)$/;

/** Errors that pg raises itself carry no code. */
const PG_MESSAGES =
  /^(connection terminated|client has encountered a connection error|timeout exceeded when trying to connect|client was closed|the server does not support ssl)|query read timeout/i;

const codeOf = (error: unknown): string => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
};

/** Whether the connection is gone or the server is. A refused connect to several addresses comes as one AggregateError. */
export const isUnavailable = (error: unknown): boolean => {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  const code = codeOf(error);
  if (UNAVAILABLE.some((pattern) => pattern.test(code))) return true;
  return error instanceof Error && PG_MESSAGES.test(error.message);
};

/** The error as it leaves the store. */
export const postgresError = (error: unknown): unknown => {
  if (error instanceof ParleyError) return error;
  if (isUnavailable(error)) return new ParleyError('store-unavailable', {}, { cause: error });
  if (error instanceof Error && REFUSED.test(codeOf(error))) {
    return new ParleyError('store-refused', { reason: error.message }, { cause: error });
  }
  return error;
};
