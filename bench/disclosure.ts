import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { issueToken } from '../src/exchange/credentials.js';
import type { House } from '../src/exchange/house.js';
import { publish } from '../src/exchange/publish.js';
import { buildServer } from '../src/http/server.js';
import { fetchPage } from './fetch-page.js';
import { median } from './ingest.js';
import type { Figure } from './report.js';
import { heldAlready, onNode } from './stores.js';
import { indicators } from './workload.js';

const OBJECTS = 10_000;
const PARTNERS = 24;
const AT_ONCE = 8;
const ROUNDS = PARTNERS / AT_ONCE;

/**
 * Feeds of 10,000 drained in pages of 100 by eight clients at once: for the first time, when every page is put on record before
 * it leaves, and again, when nothing is; each beside the same server on a store that says everything is held already.
 */
export const benchDisclosure = async (
  server: string,
  databases: readonly ('sqlite' | 'postgres')[] = ['sqlite', 'postgres'],
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const database of databases) {
    figures.push(...(await onNode(database, server, PARTNERS, (house) => drainsOf(house, database))));
  }
  return figures;
};

const drainsOf = async (house: House, database: string): Promise<readonly Figure[]> => {
  const source = Readable.from(indicators(OBJECTS).map((text) => Buffer.from(`${text}\n`)));
  await publish(house, { source, collection: 'load', given: { tlp: ['green'] } });
  const tokens: string[] = [];
  for (let number = 0; number < PARTNERS; number++) tokens.push((await issueToken(house, `partner-${number}`, null)).secret);
  const recording = await listening(house);
  const bare = await listening({ ...house, store: heldAlready(house.store) });
  const rates = { first: [] as number[], firstBare: [] as number[], again: [] as number[], againBare: [] as number[] };
  for (let round = 0; round < ROUNDS; round++) {
    const those = tokens.slice(round * AT_ONCE, (round + 1) * AT_ONCE);
    // In turn, so that a change of the machine's speed meets both alike.
    rates.firstBare.push(await pagesPerSecond(bare.objects, those));
    rates.first.push(await pagesPerSecond(recording.objects, those));
    for (let turn = 0; turn < 4; turn++) {
      rates.again.push(await pagesPerSecond(recording.objects, those));
      rates.againBare.push(await pagesPerSecond(bare.objects, those));
    }
  }
  await recording.close();
  await bare.close();
  const of = 'the same without disclosure';
  const figure = (name: string, ours: number[], theirs: number[]): Figure => ({
    name: `${name}, ${AT_ONCE} clients, ${database}`,
    value: median(ours),
    unit: 'pages/s',
    ratio: median(ours) / median(theirs),
    of,
  });
  return [figure('first delivery', rates.first, rates.firstBare), figure('read again', rates.again, rates.againBare)];
};

const listening = async (house: House) => {
  const server = buildServer(house, { logLevel: 'silent', budgets: { requestsPerMinute: 0, responseBytesPerMinute: 0 } });
  await server.listen({ host: '127.0.0.1', port: 0 });
  const [collection] = await house.store.read((reader) => reader.collections.all());
  const base = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;
  return { objects: `${base}/taxii2/main/collections/${collection?.id}/objects/?limit=100`, close: () => server.close() };
};

const pagesPerSecond = async (objects: string, tokens: readonly string[]): Promise<number> => {
  const agent = new Agent({ keepAlive: true, maxSockets: tokens.length });
  const begin = performance.now();
  const pages = await Promise.all(tokens.map((token) => drain(objects, token, agent)));
  const seconds = (performance.now() - begin) / 1000;
  agent.destroy();
  return pages.reduce((sum, count) => sum + count, 0) / seconds;
};

const NEXT = /^\{"more":true,"next":"([^"]+)"/;

const drain = async (objects: string, token: string, agent: Agent): Promise<number> => {
  const headers = { accept: 'application/taxii+json;version=2.1', authorization: `Bearer ${token}` };
  let url = objects;
  for (let pages = 1; ; pages++) {
    const page = await fetchPage(url, headers, agent);
    const next = NEXT.exec(page.toString('latin1', 0, 300))?.[1];
    if (next === undefined) return pages;
    url = `${objects}&next=${next}`;
  }
};
