import { Agent } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { amend } from '../src/exchange/admit.js';
import { issueToken } from '../src/exchange/credentials.js';
import type { House } from '../src/exchange/house.js';
import { openCollection } from '../src/exchange/open-collection.js';
import { publish } from '../src/exchange/publish.js';
import { takeInWaiting } from '../src/exchange/submission/intake.js';
import { buildServer } from '../src/http/server.js';
import { fetchPage } from './fetch-page.js';
import { copySeconds, median } from './ingest.js';
import type { Figure } from './report.js';
import { onNode } from './stores.js';
import { indicators } from './workload.js';

const DRAINED = 20_000;
const POSTED = 5_000;
const OBJECTS_A_POST = 500;
const [SMALL, LARGE] = [1_000, 200_000];
const LOOKS = 60;
const CREATOR = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const TYPE = 'application/taxii+json;version=2.1';

/** Writing, draining, and what a page costs in a large collection beside a small one. */
export const benchTaxii = async (
  server: string,
  databases: readonly ('sqlite' | 'postgres')[] = ['sqlite', 'postgres'],
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const database of databases) {
    figures.push(await posted(server, database), await drained(server, database), ...(await atDepth(server, database)));
  }
  return figures;
};

interface Served {
  readonly objects: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly agent: Agent;
}

const served = async <T>(house: House, partner: string, act: (served: Served) => Promise<T>): Promise<T> => {
  const app = buildServer(house, { logLevel: 'silent', budgets: { requestsPerMinute: 0, responseBytesPerMinute: 0 } });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  try {
    const { secret } = await issueToken(house, partner, null);
    const base = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/taxii2/main/collections`;
    return await act({ objects: `${base}/load/objects/`, headers: { accept: TYPE, authorization: `Bearer ${secret}` }, agent });
  } finally {
    agent.destroy();
    await app.close();
  }
};

const put = (house: House, texts: readonly string[]): Promise<unknown> => {
  const source = Readable.from(texts.map((text) => Buffer.from(`${text}\n`)));
  return publish(house, { source, collection: 'load', given: { tlp: ['green'] } });
};

const seconds = async (act: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await act();
  return (performance.now() - begin) / 1000;
};

/** Until all of it stands in the feeds, durably. */
const posted = async (server: string, database: 'sqlite' | 'postgres'): Promise<Figure> => {
  const texts = indicators(POSTED).map((text) => text.replace('"created":', `"created_by_ref":"${CREATOR}","created":`));
  const baseline = await copySeconds(server, texts);
  const spent = await onNode(database, server, 1, async (house) => {
    await amend(house, 'partner-0', { identities: [CREATOR] });
    const collection = { alias: 'inbox', title: 'Inbox', description: undefined, track: 'cyber', references: 'open' as const };
    await openCollection(house, { ...collection, writableBy: ['partner-0'], labels: { tlp: ['green'] } });
    return served(house, 'partner-0', ({ objects, headers }) =>
      seconds(async () => {
        for (let from = 0; from < POSTED; from += OBJECTS_A_POST) {
          const body = `{"objects":[${texts.slice(from, from + OBJECTS_A_POST).join(',')}]}`;
          const answer = await fetch(objects.replace('/load/', '/inbox/'), {
            method: 'POST',
            headers: { ...headers, 'content-type': TYPE },
            body,
          });
          if (answer.status !== 202) throw new Error(`status ${answer.status}`);
          await answer.text();
        }
        await takeInWaiting(house);
      }),
    );
  });
  const name = `POST, ${OBJECTS_A_POST} a request, taken in, ${database}`;
  return { name, value: POSTED / spent, unit: 'objects/s', ratio: baseline / spent, of: 'raw COPY of the same rows' };
};

const drained = (server: string, database: 'sqlite' | 'postgres'): Promise<Figure> =>
  onNode(database, server, 1, async (house) => {
    await put(house, indicators(DRAINED));
    const spent = await served(house, 'partner-0', ({ objects, headers, agent }) =>
      seconds(async () => {
        for (let next = ''; ; ) {
          const page = (await fetchPage(`${objects}?limit=1000${next}`, headers, agent)).toString('latin1', 0, 400);
          const found = /"next":"([^"]+)"/.exec(page)?.[1];
          if (found === undefined) return;
          next = `&next=${found}`;
        }
      }),
    );
    return { name: `drain of ${DRAINED}, first time, ${database}`, value: spent, unit: 's', ratio: 1 / spent, of: '1 s (1 / s)' };
  });

/** First deliveries of pages of 100 at the beginning, in the middle and at the end; each partner reads each place once. */
const atDepth = async (server: string, database: 'sqlite' | 'postgres'): Promise<readonly Figure[]> => {
  const costs: number[][] = [];
  for (const size of [SMALL, LARGE]) {
    costs.push(
      await onNode(database, server, 1, async (house) => {
        await put(house, indicators(size));
        return served(house, 'partner-0', async ({ objects, headers, agent }) => {
          const dates = await placesOf(house, size);
          const medians: number[] = [];
          for (const date of dates) {
            const spent: number[] = [];
            // Another limit each time: a page that was not sent before.
            for (let look = 0; look < LOOKS; look++) {
              const url = `${objects}?limit=${100 + look}&added_after=${date}`;
              spent.push(await seconds(() => fetchPage(url, headers, agent)));
            }
            medians.push(median(spent));
          }
          return medians;
        });
      }),
    );
  }
  const [small = [], large = []] = costs;
  return ['first', 'middle', 'last'].map((place, at) => ({
    name: `${place} page of 100 and more among ${LARGE}, made anew, ${database}`,
    value: (large[at] ?? 0) * 1000,
    unit: 'ms',
    ratio: (large[at] ?? 0) / (small[at] ?? 1),
    of: `the same among ${SMALL} (cost to cost)`,
  }));
};

/** `added_after` for the first, the middle and the last page. */
const placesOf = async (house: House, size: number): Promise<readonly string[]> => {
  const [head] = [...(await house.store.read((reader) => reader.feeds.heads(1))).values()];
  const last = head?.added ?? 0;
  const first = last - (size - 1);
  return [first - 1, first + Math.floor(size / 2), last - 200].map((ms) => new Date(ms).toISOString());
};
