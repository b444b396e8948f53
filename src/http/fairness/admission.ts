import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { House } from '../../exchange/house.js';
import { authenticateWith, type Confirm, callerOf } from '../authenticate.js';
import { networkOf } from './address-network.js';
import { Budget } from './budget.js';
import { payloadLength } from './payload-length.js';

/** What each participant may use, and how often one address may fail; 0: without end. */
export interface Budgets {
  readonly requestsPerMinute: number;
  readonly responseBytesPerMinute: number;
  readonly requestsAtOnce: number;
  readonly failuresPerMinute: number;
}

/** Hook: lets nobody pass without valid credentials, nor beyond its budget. */
export type Admit = (request: FastifyRequest, reply: FastifyReply) => Promise<void>;

/** The same for all who fail: a time of its own would tell how much others at the address have failed. */
const FAILURE_WAIT_S = 60;
const TOO_MANY = 429;
const AT_ONCE_WAIT_MS = 1_000;

/**
 * Who comes in, over all doors of a server. Budgets are each participant's own, whatever token it shows, so nothing that others do
 * changes what it sees. Credentials are looked at first, always: an address from which many wrong ones come may be that of a proxy, and
 * the right ones among them pass.
 */
export class Admission {
  readonly #requests: Budget<number>;
  readonly #bytes: Budget<number>;
  readonly #failures: Budget<string>;
  /** Requests by participant that are not answered to the end. */
  readonly #open = new Map<number, number>();
  readonly #atOnceMax: number;
  readonly #authenticate: (request: FastifyRequest) => Promise<void>;

  constructor(
    private readonly house: House,
    confirm: Confirm,
    budgets: Partial<Budgets> = {},
  ) {
    this.#requests = new Budget(budgets.requestsPerMinute ?? LIMITS.requests_per_minute);
    this.#bytes = new Budget(budgets.responseBytesPerMinute ?? LIMITS.response_bytes_per_minute);
    this.#failures = new Budget(budgets.failuresPerMinute ?? LIMITS.failures_per_minute);
    this.#atOnceMax = budgets.requestsAtOnce ?? LIMITS.requests_at_once_max;
    this.#authenticate = authenticateWith(house, confirm);
  }

  /** Counts the bytes of answers from here on. Before they go: many answers at once are counted as many. */
  watch(app: FastifyInstance): void {
    app.addHook('onSend', async (request, { statusCode }, payload) => {
      // Who asks too early is told so for nothing: else it would never come back in time.
      if (request.caller && statusCode !== TOO_MANY)
        this.#bytes.spend(request.caller.num, this.house.clock(), payloadLength(request, payload));
    });
  }

  readonly admit: Admit = async (request, reply) => {
    await this.#authenticate(request).catch((error: unknown) => {
      throw this.#failed(request, error);
    });
    const { num } = callerOf(request);
    const now = this.house.clock();
    const wait_ms = Math.max(this.#requests.waitMs(num, now), this.#bytes.waitMs(num, now), this.#waitForOthers(num));
    if (wait_ms > 0) throw new ParleyError('rate-exceeded', { wait_s: Math.ceil(wait_ms / 1000) });
    this.#requests.spend(num, now, 1);
    this.#enter(num, reply);
  };

  /** Who shows nothing guesses nothing: many clients ask first which credentials are wanted. */
  #failed(request: FastifyRequest, error: unknown): unknown {
    if (!(error instanceof ParleyError) || error.code !== 'credentials-wrong') return error;
    if (request.headers.authorization === undefined) return error;
    const [address, now] = [networkOf(request.ip), this.house.clock()];
    if (this.#failures.waitMs(address, now) > 0) return new ParleyError('rate-exceeded', { wait_s: FAILURE_WAIT_S });
    this.#failures.spend(address, now, 1);
    return error;
  }

  #waitForOthers(num: number): number {
    return this.#atOnceMax > 0 && (this.#open.get(num) ?? 0) >= this.#atOnceMax ? AT_ONCE_WAIT_MS : 0;
  }

  #enter(num: number, { raw }: FastifyReply): void {
    this.#open.set(num, (this.#open.get(num) ?? 0) + 1);
    // Whichever comes: a connection may end before the answer does.
    let left = false;
    const leave = () => {
      if (left) return;
      left = true;
      const others = (this.#open.get(num) ?? 1) - 1;
      if (others === 0) this.#open.delete(num);
      else this.#open.set(num, others);
    };
    raw.once('finish', leave);
    raw.once('close', leave);
  }
}
