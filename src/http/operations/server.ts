import fastify, { type FastifyInstance, LogController } from 'fastify';
import type { House } from '../../exchange/house.js';
import { AllowedMethods } from '../allowed-methods.js';
import { drainOnClose } from '../drain.js';
import { answerErrors, answerUnrouted, sendProblem } from '../refuse.js';
import { RESPONSE_HEADERS } from '../response-headers.js';
import { traceOf } from '../trace.js';
import { healthz } from './healthz.js';
import type { Metrics } from './metrics.js';
import { metricsEndpoint } from './metrics-endpoint.js';
import { readyzInDetail } from './readyz.js';

export interface OperationsOptions {
  /** A level of pino; `info` by default. */
  readonly logLevel?: string | undefined;
  /** Where log lines go; standard error by default. */
  readonly logTo?: { write(line: string): void } | undefined;
}

const REQUEST_TIMEOUT_MS = 15_000;
/** A scraper, a probe and an operator who looks. */
const CONNECTIONS_MAX = 64;

/**
 * What operators read of a node, on a listener of its own: whoever reaches it is the machine itself, so there are no credentials. Not yet
 * listening; `close()` drains as the doors do.
 */
export const buildOperationsServer = (house: House, metrics: Metrics, options: OperationsOptions = {}): FastifyInstance => {
  const app = fastify({
    logger: {
      level: options.logLevel ?? 'info',
      stream: options.logTo ?? process.stderr,
      serializers: { err: (error) => ({ ...traceOf(error), message: '' }) },
    },
    logController: new LogController({ disableRequestLogging: true }),
    requestTimeout: REQUEST_TIMEOUT_MS,
    connectionTimeout: REQUEST_TIMEOUT_MS * 4,
    return503OnClosing: false,
  });
  app.server.maxConnections = CONNECTIONS_MAX;
  const allowed = new AllowedMethods();
  allowed.watch(app);
  drainOnClose(app);
  app.addHook('onRequest', async (_request, reply) => void reply.headers(RESPONSE_HEADERS));
  app.setErrorHandler(answerErrors(sendProblem));
  app.setNotFoundHandler(answerUnrouted(sendProblem, allowed));
  healthz(app);
  readyzInDetail(app, house);
  metricsEndpoint(app, metrics);
  return app;
};
