import { setTimeout as sleep } from 'node:timers/promises';
import { ParleyError } from '../../core/errors.js';
import { boundedBody } from './bounded-body.js';

export interface HttpLedger {
  /** URL of the node. */
  readonly base: string;
  /** The partner's own ledger, or the one that all partners may read. */
  readonly ledger: 'own' | 'common';
  /** What stands in the header of this name, as `Bearer …`. */
  readonly authorization: string;
}

/** Reads what stands under the URL of a ledger, if it is not larger than told. Errors: `ledger-unreachable`. */
export interface LedgerGet {
  bytes(path: string, bytes_max: number): Promise<Uint8Array>;
  /** Strict UTF-8. */
  text(path: string, bytes_max: number): Promise<string>;
}

const ANSWER_S_MAX = 30;
/** A node that has had enough says for how long; a large ledger is more than it gives in a minute. */
const TOO_MANY = 429;
const WAIT_S_MAX = 120;
const TRIES_MAX = 30;

export const ledgerGet = ({ base, ledger, authorization }: HttpLedger): LedgerGet => {
  const root = `${nodeUrl(base)}/ledger/${ledger}`;
  const bytes: LedgerGet['bytes'] = (path, bytes_max) => get(`${root}/${path}`, authorization, bytes_max);
  return { bytes, text: async (path, bytes_max) => textOf(await bytes(path, bytes_max), `${root}/${path}`) };
};

/** Messages show URLs, so none may carry a secret. */
const nodeUrl = (base: string): string => {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw unreachable(base, 'it is not an http or https URL');
  if (url.username !== '' || url.password !== '') throw unreachable(url.host, 'a token goes into the header, not into the URL');
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`;
};

const get = async (url: string, authorization: string, bytes_max: number): Promise<Uint8Array> => {
  const answer = await askPatiently(url, authorization, bytes_max).catch((error: unknown) => {
    throw unreachable(url, reasonOf(error), error);
  });
  if (answer.status !== 200) throw unreachable(url, `it answers with status ${answer.status}`);
  if (answer.body === undefined) throw unreachable(url, `it sends more than ${bytes_max} bytes`);
  return answer.body;
};

const askPatiently = async (url: string, authorization: string, bytes_max: number) => {
  for (let tries = 1; ; tries++) {
    const answer = await ask(url, authorization, bytes_max);
    if (answer.status !== TOO_MANY || tries === TRIES_MAX) return answer;
    await sleep(answer.wait_s * 1000);
  }
};

/** Redirects are not followed: a token is for the node it was issued by. */
const ask = async (url: string, authorization: string, bytes_max: number) => {
  const signal = AbortSignal.timeout(ANSWER_S_MAX * 1000);
  const response = await fetch(url, { headers: { authorization }, redirect: 'error', signal });
  if (response.status !== 200) await response.body?.cancel();
  const body = response.status === 200 ? await boundedBody(response, bytes_max) : undefined;
  return { status: response.status, body, wait_s: waitOf(response.headers.get('retry-after')) };
};

const waitOf = (header: string | null): number => (/^\d{1,6}$/.test(header ?? '') ? Math.min(Number(header), WAIT_S_MAX) : 1);

const textOf = (bytes: Uint8Array, url: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreachable(url, 'it sends no UTF-8 text');
  }
};

/** Names and codes only: a message of `fetch` may hold a header. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it does not answer';
  if (error.name === 'TimeoutError') return `no whole answer within ${ANSWER_S_MAX} s`;
  const { cause } = error;
  return cause instanceof Error ? String('code' in cause ? cause.code : cause.message) : error.name;
};

const unreachable = (url: string, reason: string, cause?: unknown): ParleyError =>
  new ParleyError('ledger-unreachable', { url, reason }, { cause });
