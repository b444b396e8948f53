import { Agent as HttpAgent, get as httpGet, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, get as httpsGet } from 'node:https';
import type { LookupFunction } from 'node:net';
import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type { Patience } from './network.js';

export interface Asking {
  readonly agent: HttpAgent | HttpsAgent;
  readonly lookup: LookupFunction;
  readonly headers: Readonly<Record<string, string>>;
  readonly patience: Patience;
  readonly bytes_max: number;
}

/** Status and headers; the body is read of a 200 only. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** It took too long; the message says what. */
export class TimedOut extends Error {
  override readonly name = 'TimedOut';
}

/** The body is larger than told, packed or unpacked. */
export class TooLarge extends Error {
  override readonly name = 'TooLarge';
}

/** The body is packed in a way that was not asked for, or badly. */
export class BadPacking extends Error {
  override readonly name = 'BadPacking';
}

export const openAgent = (secure: boolean): Asking['agent'] => {
  const keeping = { keepAlive: true, maxSockets: 1 };
  return secure ? new HttpsAgent({ ...keeping, minVersion: 'TLSv1.2' }) : new HttpAgent(keeping);
};

/** One GET. Follows nothing and repeats nothing. Errors: `TimedOut`, `TooLarge`, `BadPacking`, and what Node says of the connection. */
export const askOnce = async (url: URL, asking: Asking): Promise<Answer> => {
  const { patience } = asking;
  const limits = new AbortController();
  const stopAfter = (ms: number, what: string): NodeJS.Timeout =>
    setTimeout(() => limits.abort(new TimedOut(`${what} within ${ms / 1000} s`)), ms);
  const whole = stopAfter(patience.whole_ms, 'no whole answer');
  let step: NodeJS.Timeout | undefined;
  const expect = (ms: number, what: string) => {
    clearTimeout(step);
    step = stopAfter(ms, what);
  };
  try {
    const response = await headed(url, asking, limits.signal, expect);
    const { statusCode: status = 0, headers } = response;
    const alive = () => expect(patience.idle_ms, 'no more of the answer');
    alive();
    if (status === 200) return { status, headers, body: await bodyOf(response, asking.bytes_max, limits.signal, alive) };
    response.destroy();
    return { status, headers, body: new Uint8Array() };
  } catch (error) {
    // Whatever the streams made of it, the reason is that time was up.
    if (limits.signal.aborted) throw limits.signal.reason;
    throw error;
  } finally {
    clearTimeout(whole);
    clearTimeout(step);
  }
};

const headed = (
  url: URL,
  { agent, lookup, headers, patience }: Asking,
  signal: AbortSignal,
  expect: (ms: number, what: string) => void,
): Promise<IncomingMessage> =>
  new Promise((done, fail) => {
    const secure = url.protocol === 'https:';
    expect(patience.connect_ms, 'no connection');
    const request = (secure ? httpsGet : httpGet)(url, { agent, lookup, headers, signal }, done);
    request.on('error', fail);
    request.on('socket', (socket) => {
      const connected = () => expect(patience.headers_ms, 'no answer');
      if (socket.connecting) socket.once(secure ? 'secureConnect' : 'connect', connected);
      else connected();
    });
  });

/** The decoded bytes. What is packed is bounded as it comes and as it is unpacked: a small answer may unpack to a very large one. */
const bodyOf = async (
  response: IncomingMessage,
  bytes_max: number,
  signal: AbortSignal,
  alive: () => void,
): Promise<Uint8Array> => {
  const packing = response.headers['content-encoding']?.trim().toLowerCase() ?? 'identity';
  const gzip = packing === 'gzip' || packing === 'x-gzip';
  if (!gzip && packing !== 'identity' && packing !== '') {
    response.destroy();
    throw new BadPacking('it is packed, and not as gzip');
  }
  const chunks: Uint8Array[] = [];
  let received = 0;
  let unpacked = 0;
  const counted = async function* (source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of source) {
      alive();
      received += chunk.length;
      if (received > bytes_max) throw new TooLarge();
      yield chunk;
    }
  };
  const gathered = async (source: AsyncIterable<Uint8Array>): Promise<void> => {
    for await (const chunk of source) {
      unpacked += chunk.length;
      if (unpacked > bytes_max) throw new TooLarge();
      chunks.push(chunk);
    }
  };
  try {
    await pipeline(response, counted, gzip ? createGunzip() : new PassThrough(), gathered, { signal });
  } catch (error) {
    if (isOfZlib(error)) throw new BadPacking('it says gzip and is none, or not all of it');
    throw error;
  }
  return Buffer.concat(chunks, unpacked);
};

const isOfZlib = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && error.code.startsWith('Z_');
