import fastify, { type FastifyInstance, type FastifyRequest, LogController } from 'fastify';
import { ParleyError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import type { House } from '../exchange/house.js';
import { AllowedMethods } from './allowed-methods.js';
import { apiDoor } from './api/door.js';
import { answerClientError } from './client-error.js';
import { drainOnClose } from './drain.js';
import { Admission, type Budgets } from './fairness/admission.js';
import { boundConnections, dropSlowReaders, PATIENCE, type Patience } from './fairness/patience.js';
import { ledgerDoor } from './ledger/door.js';
import { healthz } from './operations/healthz.js';
import { measureAnswers } from './operations/measure-answers.js';
import type { Metrics } from './operations/metrics.js';
import { readyz } from './operations/readyz.js';
import { ignoreExpectations, requireHost } from './own-refusals.js';
import { answerErrors, answerUnrouted, sendByTarget, sendProblem } from './refuse.js';
import { leaveBodyUnread } from './request-body.js';
import { responseHeadersFor } from './response-headers.js';
import { taxiiDoor } from './taxii/door.js';
import { PagesSent } from './taxii/pages-sent.js';
import { noteCertificate } from './tls/note-certificate.js';
import type { SecureListening } from './tls/secure-listening.js';
import { traceOf } from './trace.js';

export interface ServerOptions {
  /** Base of the URLs that clients use; `https:` turns on Strict-Transport-Security. */
  readonly publicUrl?: string | undefined;
  /** Speaks TLS itself, which turns that on too. */
  readonly tls?: SecureListening | undefined;
  /** A level of pino; `info` by default. */
  readonly logLevel?: string | undefined;
  /** Where log lines go; standard error by default. */
  readonly logTo?: { write(line: string): void } | undefined;
  /** The rest is as in `LIMITS`. */
  readonly budgets?: Partial<Budgets> | undefined;
  /** The rest is as in `PATIENCE`. */
  readonly patience?: Partial<Patience> | undefined;
  /** Told of every answer. */
  readonly metrics?: Metrics | undefined;
}

/** How often Node looks for requests that take too long. */
const LOOK_MS_MAX = 5_000;
const IDLE_TIMEOUT_MS = 72_000;
/** The request line and all headers, bytes: the longest URL and as much again. */
const HEADER_BYTES_MAX = 2 * LIMITS.url_length_max;

/** All doors of a house, not yet listening. `close()` lets running requests end and drops idle connections. */
export const buildServer = (house: House, options: ServerOptions = {}): FastifyInstance => {
  const headers = responseHeadersFor(options.tls !== undefined || options.publicUrl?.startsWith('https:') === true);
  const patience = { ...PATIENCE, ...options.patience };
  const app = createServer(options, headers, patience);
  const { metrics } = options;
  const dropped = (why: string) => metrics?.dropped(why);
  const pages = new PagesSent(house);
  const admission = new Admission(house, pages.confirm, options.budgets);
  const allowed = new AllowedMethods();
  allowed.watch(app);
  drainOnClose(app);
  boundConnections(app, patience, dropped);
  dropSlowReaders(app, patience, dropped);
  ignoreExpectations(app);
  admission.watch(app);
  if (metrics !== undefined) measureAnswers(app, metrics);
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', leaveBodyUnread);
  app.decorateRequest('caller', null);
  app.decorateRequest('recalled', null);
  app.decorateRequest('certificate', null);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(headers));
  app.addHook('onRequest', requireHost);
  app.addHook('onRequest', requireShortUrl);
  if (options.tls !== undefined) app.addHook('onRequest', noteCertificate(options.tls));
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? null;
    request.log.info({ method: request.method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'answered');
  });
  app.setErrorHandler(answerErrors(sendProblem));
  app.setNotFoundHandler(answerUnrouted(sendProblem, allowed));
  healthz(app);
  readyz(app, house);
  app.register(taxiiDoor(house, { allowed, pages, admit: admission.admit }), { prefix: '/taxii2' });
  app.register(ledgerDoor(house, allowed, admission.admit), { prefix: '/ledger' });
  app.register(apiDoor(house, admission.admit), { prefix: '/api/v1' });
  return app;
};

const createServer = (
  { logLevel, logTo, tls }: ServerOptions,
  headers: Readonly<Record<string, string>>,
  { headers_ms, request_ms }: Patience,
): FastifyInstance =>
  fastify({
    logger: {
      level: logLevel ?? 'info',
      stream: logTo ?? process.stderr,
      serializers: { err: (error) => ({ ...traceOf(error), message: '' }) },
    },
    // One line of our own for each answer instead: fastify's would hold the URL with its query.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LIMITS.content_length_max,
    requestTimeout: request_ms,
    connectionTimeout: request_ms,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
    http: {
      headersTimeout: Math.min(headers_ms, request_ms),
      maxHeaderSize: HEADER_BYTES_MAX,
      // `requireHost` does, in words.
      requireHostHeader: false,
      connectionsCheckingInterval: Math.min(LOOK_MS_MAX, request_ms),
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: LIMITS.url_length_max },
    // What arrives while the server drains is still answered, with `Connection: close`.
    return503OnClosing: false,
    frameworkErrors: (error, request, reply) => {
      answerErrors(sendByTarget)(error, request, reply.headers(headers));
    },
    clientErrorHandler: answerClientError(headers),
    ...(tls === undefined ? {} : { serverFactory: tls.createServer }),
  });

const requireShortUrl = async ({ raw }: FastifyRequest): Promise<void> => {
  if ((raw.url ?? '').length > LIMITS.url_length_max)
    throw new ParleyError('url-too-long', { length_max: LIMITS.url_length_max });
};
