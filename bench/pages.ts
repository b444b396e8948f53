import { Agent, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { issueToken } from '../src/exchange/credentials.js';
import type { House } from '../src/exchange/house.js';
import { publish } from '../src/exchange/publish.js';
import { buildServer } from '../src/http/server.js';
import { fetchPage } from './fetch-page.js';
import { median } from './ingest.js';
import type { Figure } from './report.js';
import { onNode } from './stores.js';
import { indicators } from './workload.js';

const OBJECTS = 20_000;
const REQUESTS = 300;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

/** Pages of 100 at the first and the last place of a feed of 20,000, beside a bare node:http server sending the same bytes. */
export const benchPages = async (server: string): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const database of ['sqlite', 'postgres'] as const) {
    figures.push(...(await onNode(database, server, 1, (house) => pagesOf(house, database))));
  }
  agent.destroy();
  return figures;
};

const pagesOf = async (house: House, database: string): Promise<readonly Figure[]> => {
  const source = Readable.from(indicators(OBJECTS).map((text) => Buffer.from(`${text}\n`)));
  await publish(house, { source, collection: 'load', given: { tlp: ['green'] } });
  const { secret } = await issueToken(house, 'partner-0', null);
  const server = buildServer(house, { logLevel: 'silent', budgets: { requestsPerMinute: 0, responseBytesPerMinute: 0 } });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  const headers = { accept: 'application/taxii+json;version=2.1', authorization: `Bearer ${secret}` };
  const [collection] = await house.store.read((reader) => reader.collections.all());
  const objects = `${base}/taxii2/main/collections/${collection?.id}/objects/?limit=100`;

  const first = await fetchPage(objects, headers, agent);
  const lastUrl = await lastPage(objects, headers);
  const last = await fetchPage(lastUrl, headers, agent);
  const figures: Figure[] = [];
  for (const [place, url, bytes] of [
    ['first', objects, first],
    ['last', lastUrl, last],
  ] as const) {
    const bare = await bareServer(bytes);
    const ours: number[] = [];
    const theirs: number[] = [];
    // In turn, so that a change of the machine's speed meets both alike.
    for (let request = 0; request < REQUESTS; request++) {
      ours.push(await timed(() => fetchPage(url, headers, agent)));
      theirs.push(await timed(() => fetchPage(bare.url, {}, agent)));
    }
    await bare.close();
    const p99 = [...ours].sort((a, b) => a - b)[Math.floor(REQUESTS * 0.99)] ?? 0;
    const of = 'bare node:http (rate to rate)';
    figures.push({
      name: `${place} page of 100, p50, ${database}`,
      value: median(ours),
      unit: 'ms',
      ratio: median(theirs) / median(ours),
      of,
    });
    figures.push({
      name: `${place} page of 100, p99, ${database}`,
      value: p99,
      unit: 'ms',
      ratio: median(theirs) / p99,
      of: `${of}, its p50`,
    });
  }
  await server.close();
  return figures;
};

const lastPage = async (objects: string, headers: Record<string, string>): Promise<string> => {
  let url = objects;
  for (;;) {
    const { next } = JSON.parse((await fetchPage(url, headers, agent)).toString()) as { next?: string };
    if (next === undefined) return url;
    url = `${objects}&next=${next}`;
  }
};

const bareServer = async (bytes: Buffer) => {
  const server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'application/taxii+json;version=2.1', 'content-length': bytes.length });
    response.end(bytes);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const close = () =>
    new Promise<void>((done) => {
      server.close(() => done());
      server.closeAllConnections();
    });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close };
};

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await act();
  return performance.now() - begin;
};
