import { type IncomingMessage, request as send } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  /** All of it: an answer that was cut off is none. */
  readonly body: string;
}

const PATIENCE_MS = 30_000;

export interface Request {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Buffer | undefined;
  readonly hangUp_ms?: number | undefined;
}

/**
 * One request over a connection of its own. Rejects when it was not answered whole. By node:http and not `fetch`, which may try
 * again by itself: what was sent must be known.
 */
export const ask = (url: string, { method = 'GET', headers, body, hangUp_ms }: Request): Promise<Answer> =>
  new Promise((done, fail) => {
    const length = body === undefined ? {} : { 'content-length': String(body.length) };
    const options = { method, headers: { ...headers, ...length, connection: 'close' }, timeout: PATIENCE_MS };
    const asked = send(url, options, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.on('close', () => {
        if (!response.complete) return fail(new Error('cut off'));
        done({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks).toString() });
      });
    });
    asked.on('error', fail);
    asked.on('timeout', () => asked.destroy(new Error(`no answer in ${PATIENCE_MS} ms`)));
    if (hangUp_ms !== undefined) setTimeout(() => asked.destroy(new Error('hung up')), hangUp_ms);
    asked.end(body);
  });

export const get = (url: string, headers: Readonly<Record<string, string>>, hangUp_ms?: number): Promise<Answer> =>
  ask(url, { headers, hangUp_ms });
