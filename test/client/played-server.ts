import { createServer, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** One request that a played server has to answer. */
export interface Ask {
  readonly url: URL;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Requests for objects up to this one, from 1; the last of them for another resource. */
  readonly time: number;
}

export interface PlayedServer {
  readonly origin: string;
  readonly port: number;
  /** Of its only collection. */
  readonly collection: string;
  /** What was asked for, as path and query. */
  readonly asked: readonly string[];
  /** Queries of the requests for objects. */
  readonly queries: readonly Readonly<Record<string, string>>[];
  readonly headers: readonly IncomingMessage['headers'][];
  close(): Promise<void>;
}

export const TAXII = 'application/taxii+json;version=2.1';
export const ID = '472c94ae-3113-4e3e-a4dd-a9f4ac7471d4';

/** A server of another vendor: what it answers is what a test makes of it. */
export const play = async (act: (ask: Ask) => unknown, listen: { host?: string; port?: number } = {}): Promise<PlayedServer> => {
  const asked: string[] = [];
  const headers: IncomingMessage['headers'][] = [];
  const queries: Record<string, string>[] = [];
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://played.example');
    asked.push(request.url ?? '');
    headers.push(request.headers);
    if (url.pathname.endsWith('/objects/')) queries.push(Object.fromEntries(url.searchParams));
    act({ url, request, response, time: queries.length });
  });
  const host = listen.host ?? '127.0.0.1';
  await new Promise<void>((ready) => server.listen({ host, port: listen.port ?? 0 }, ready));
  const { port } = server.address() as AddressInfo;
  const origin = `http://${host}:${port}`;
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { origin, port, collection: `${origin}/api/collections/${ID}/`, asked, queries, headers, close };
};

export const send = (
  response: ServerResponse,
  status: number,
  body: object | string,
  headers: OutgoingHttpHeaders = {},
): void => {
  response.writeHead(status, { 'content-type': TAXII, ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
};

/** The date added of an object by its number: one a second. */
export const dateOf = (number: number, digits = 6): string =>
  `2026-03-01T00:${String(Math.floor(number / 60) % 60).padStart(2, '0')}:${String(number % 60).padStart(2, '0')}.${'0'.repeat(digits)}Z`;

export const dates = (numbers: readonly number[]): OutgoingHttpHeaders => ({
  'x-taxii-date-added-first': dateOf(numbers[0] ?? 0),
  'x-taxii-date-added-last': dateOf(numbers.at(-1) ?? 0),
});

export const indicator = (number: number): object => ({
  type: 'indicator',
  spec_version: '2.1',
  id: idOf(number),
  created: '2026-02-01T08:00:00.000Z',
  modified: '2026-02-01T08:00:00.000Z',
  name: `Relay ${number}`,
  pattern: `[domain-name:value = 'relay-${number}.example']`,
  pattern_type: 'stix',
  valid_from: '2026-02-01T08:00:00Z',
});

export const idOf = (number: number): string => `indicator--${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`;

/** An envelope of these numbers as text. */
export const envelope = (numbers: readonly number[], more: object = {}): object => ({ ...more, objects: numbers.map(indicator) });
