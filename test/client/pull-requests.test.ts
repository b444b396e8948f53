import { writeFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { SecureVersion, TLSSocket } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { range } from '../http/stage.js';
import { parley } from '../program.js';
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from './localhost-certificate.js';
import { type Ask, dateOf, dates, envelope, ID, idOf, type PlayedServer, play, send, TAXII } from './played-server.js';
import { foundPullHome, type PullHome } from './pull-home.js';

let node: PullHome;
const open: { close: () => unknown }[] = [];

beforeAll(async () => {
  node = await foundPullHome();
});
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
afterAll(() => node.drop());

const DISCOVERY = {
  title: 'Lantern',
  description: 'Relays that we have seen',
  contact: 'desk@lantern.example',
  default: '/taxii2/relays/',
  api_roots: ['/taxii2/relays/', '/taxii2/closed/'],
};
const API_ROOT = {
  title: 'Relays',
  description: 'All of them',
  versions: [TAXII, 'application/taxii+json;version=2.2'],
  max_content_length: 9_765_625,
};
const COLLECTION = {
  id: ID,
  title: 'ICS threats',
  description: 'Of plants',
  alias: 'ics',
  can_read: true,
  can_write: true,
  media_types: ['application/stix+json;version=2.1', 'application/vnd.example+json'],
};
const SHUT = { ...COLLECTION, id: '91a7b528-80eb-42ed-a74d-c6fbd5a26116', alias: 'shut', title: 'Shut', can_read: false };
const CUSTOM = { x_colour: 'blue', x_nested: { list: [1, null, true] } };

type Page = (asked: Ask) => void;

/** 1 to 25 in pages of 10, by `next` or by the date header alone. */
const pages =
  (by: 'next' | 'date'): Page =>
  ({ url, response }) => {
    const all = range(1, 25).filter((number) => dateOf(number) > (url.searchParams.get('added_after') ?? ''));
    const at = Number(url.searchParams.get('next') ?? 0);
    const page = all.slice(at, at + 10);
    const more = at + 10 < all.length ? { more: true, ...(by === 'next' ? { next: String(at + 10) } : {}) } : {};
    send(response, 200, page.length === 0 ? {} : envelope(page, more), page.length === 0 ? {} : dates(page));
  };

interface Lantern extends PlayedServer {
  readonly requests: readonly Pick<IncomingMessage, 'method' | 'headers' | 'rawHeaders'>[];
}

/** A whole server; `resources` by path, objects by `page`. */
const lantern = async (page: Page, resources: Readonly<Record<string, object>> = {}): Promise<Lantern> => {
  const requests: Pick<IncomingMessage, 'method' | 'headers' | 'rawHeaders'>[] = [];
  const known: Readonly<Record<string, object>> = {
    '/taxii2/': DISCOVERY,
    '/taxii2/relays/': API_ROOT,
    '/taxii2/relays/collections/': { collections: [SHUT, COLLECTION] },
    [`/taxii2/relays/collections/${ID}/`]: COLLECTION,
    ...resources,
  };
  const server = await play((asked) => {
    const { method, headers, rawHeaders } = asked.request;
    requests.push({ method, headers, rawHeaders });
    if (asked.url.pathname === `/taxii2/relays/collections/${ID}/objects/`) return page(asked);
    const resource = known[asked.url.pathname];
    return resource === undefined ? send(asked.response, 403, {}) : send(asked.response, 200, resource);
  });
  open.push(server);
  return { ...server, requests };
};

/** Pulls in every way that leads to requests of another kind: by three URLs, twice, from a date, from the start. */
const pullInAllWays = async (server: Lantern): Promise<void> => {
  const into = await node.collection();
  const named = ['--collection', 'ics'];
  for (const [path, flags] of [
    ['/taxii2', named],
    ['/', named],
    ['/taxii2/relays', [...named, '--limit', '5']],
    [`/taxii2/relays/collections/${ID}`, []],
    [`/taxii2/relays/collections/${ID}/objects`, ['--from-start']],
    ['/taxii2/', [...named, '--added-after', '2026-03-01T00:00:20.5Z']],
    ['/taxii2/', [...named, '--added-after', '2026-03-01T00:00:20Z']],
  ] as const) {
    const pulled = await node.pull(`${server.origin}${path}`, into, flags);
    expect([path, pulled.status, pulled.rejected_total]).toEqual([path, 0, 0]);
  }
  expect(await node.held(into)).toEqual(range(1, 25).map(idOf).toSorted());
};

describe.each(['next', 'date'] as const)('every request of a pull from a server that pages by %s', (by) => {
  let server: Lantern;
  beforeAll(async () => {
    server = await lantern(pages(by));
    await pullInAllWays(server);
  });

  it('T010 ends its path in a slash, however the URL was given', () => {
    expect(server.asked.length).toBeGreaterThan(20);
    const paths = server.asked.map((target) => target.split('?')[0] ?? '');
    expect(paths.filter((path) => !path.endsWith('/'))).toEqual([]);
  });

  it('T012 names the media type of TAXII 2.1 in Accept, once', () => {
    for (const { headers, rawHeaders } of server.requests) {
      expect(headers.accept).toBe('application/taxii+json;version=2.1');
      expect(rawHeaders.filter((name) => name.toLowerCase() === 'accept')).toHaveLength(1);
    }
  });

  it('T036 T006 T007 gives added_after once at most, as one timestamp of six digits, and only where objects are asked for', () => {
    const given = server.asked.map((target) => ({
      target,
      values: new URL(target, 'http://a').searchParams.getAll('added_after'),
    }));
    expect(given.filter(({ values }) => values.length > 0).length).toBeGreaterThan(2);
    for (const { target, values } of given) {
      expect([target, values.length <= (target.includes('/objects/') ? 1 : 0)]).toEqual([target, true]);
      for (const value of values) expect(value).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    }
  });

  it('T017 T098 T116 is a GET without a body: nothing is posted, and no status is asked for', () => {
    expect(new Set(server.requests.map(({ method }) => method))).toEqual(new Set(['GET']));
    for (const { headers } of server.requests) {
      for (const name of ['content-type', 'content-length', 'transfer-encoding']) expect(headers).not.toHaveProperty(name);
    }
    expect(server.asked.filter((target) => target.includes('/status/'))).toEqual([]);
  });
});

describe('what a pull reads', () => {
  const pull = (server: Lantern, into: string, name = 'ics') =>
    node.pull(`${server.origin}/taxii2/`, into, ['--collection', name, '--from-start']);

  it('T149 may have every property of its resources, and others beside them', async () => {
    const server = await lantern(
      ({ response, time }) =>
        send(response, 200, envelope([time], time === 1 ? { ...CUSTOM, more: true, next: 'two' } : { ...CUSTOM }), dates([time])),
      {
        '/taxii2/': { ...CUSTOM, ...DISCOVERY },
        '/taxii2/relays/': { ...CUSTOM, ...API_ROOT },
        '/taxii2/relays/collections/': { ...CUSTOM, collections: [SHUT, { ...CUSTOM, ...COLLECTION }] },
      },
    );
    const into = await node.collection();
    expect(await pull(server, into)).toMatchObject({ status: 0, collection: ID, pages: 2, accepted: 2, rejected_total: 0 });
    expect(await node.held(into)).toEqual([idOf(1), idOf(2)]);
    for (const name of [COLLECTION.title, COLLECTION.id])
      expect(await pull(server, into, name)).toMatchObject({ collection: ID });
    expect(await pull(server, into, 'shut')).toMatchObject({ status: 1, error: { code: 'pull-collection-unknown' } });
  });

  it('T149 may have no more than what is required', async () => {
    const { id, title, can_read, can_write } = COLLECTION;
    const server = await lantern(({ response }) => send(response, 200, {}), {
      '/taxii2/': { title: 'Lantern', default: '/taxii2/relays/' },
      '/taxii2/relays/collections/': { collections: [{ id, title, can_read, can_write }] },
    });
    expect(await pull(server, await node.collection(), title)).toMatchObject({ status: 0, collection: ID, pages: 1, read: 0 });
    const bare = await lantern(() => undefined, {
      '/taxii2/': { title: 'Lantern', api_roots: ['/taxii2/relays/'] },
      '/taxii2/relays/collections/': {},
    });
    expect(await pull(bare, await node.collection())).toMatchObject({ status: 1, error: { code: 'pull-collection-unknown' } });
  });
});

describe('a pull over TLS', () => {
  it.each(['TLSv1.2', 'TLSv1.3'] as const)(
    'T148 speaks %s, and says who it is by Basic',
    { timeout: 30_000 },
    async (version) => {
      const spoken: (string | null)[] = [];
      const told: (string | undefined)[] = [];
      const bounds: { minVersion: SecureVersion; maxVersion: SecureVersion } = { minVersion: version, maxVersion: version };
      const server = createServer({ key: LOCALHOST_KEY, cert: LOCALHOST_CERTIFICATE, ...bounds }, (request, response) => {
        spoken.push((request.socket as TLSSocket).getProtocol());
        told.push(request.headers.authorization);
        send(response, 200, envelope([1]), dates([1]));
      });
      await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
      open.push({ close: () => server.closeAllConnections() }, { close: () => server.close() });
      const [authority, password] = [join(node.dir, 'authority.pem'), join(node.dir, 'password')];
      writeFileSync(authority, LOCALHOST_CERTIFICATE);
      writeFileSync(password, 'a password: of tests\n');
      const url = `https://localhost:${(server.address() as AddressInfo).port}/api/collections/${ID}/`;
      const into = await node.collection();
      const credentials = ['--user', 'northern', '--password-file', password];
      const pulled = await parley(['pull', url, '--into', into, '--allow-private', '--json', ...credentials], {
        PARLEY_HOME: node.home,
        NODE_EXTRA_CA_CERTS: authority,
      });
      expect(pulled, pulled.stderr).toMatchObject({ status: 0 });
      expect(spoken).toEqual([version]);
      expect(told).toEqual([`Basic ${Buffer.from('northern:a password: of tests').toString('base64')}`]);
    },
  );
});
