import type { FastifyInstance, FastifyRequest } from 'fastify';
import { payloadLength } from '../fairness/payload-length.js';
import type { Metrics } from './metrics.js';

/** Stands for whatever no route matched: what a client writes is never a label. */
const UNROUTED = 'unrouted';
const DOORS = ['taxii2', 'ledger', 'api'];
/** Of requests that no route matched; Node knows three dozen. */
const COMMON_METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Tells of every answer of this server. */
export const measureAnswers = (app: FastifyInstance, metrics: Metrics): void => {
  app.addHook('onSend', async (request, _reply, payload) => metrics.sent(doorOf(request), payloadLength(request, payload)));
  app.addHook('onResponse', async (request, { statusCode, elapsedTime }) => {
    const route = request.routeOptions.url ?? UNROUTED;
    const method = route !== UNROUTED || COMMON_METHODS.includes(request.method) ? request.method : 'other';
    metrics.answered({ route, method, status: statusCode, ms: elapsedTime });
  });
  metrics.countConnections(
    () => new Promise((done) => app.server.getConnections((error, count) => done(error === null ? count : undefined))),
  );
};

const doorOf = (request: FastifyRequest): string => {
  const first = (request.routeOptions.url ?? request.raw.url ?? '').split(/[/?]/, 2)[1] ?? '';
  return DOORS.includes(first) ? first : 'other';
};
