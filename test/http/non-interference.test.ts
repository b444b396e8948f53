import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { amend } from '../../src/exchange/admit.js';
import { deleteObject } from '../../src/exchange/delete-object.js';
import { relabel } from '../../src/exchange/relabel.js';
import { buildServer } from '../../src/http/server.js';
import { addCollection, addPartner, openTestHouse, type Partner, publishTo, type TestHouse, trust } from '../house-fixture.js';
import { indicator } from '../scenarios/node.js';
import { TAXII, UNBOUNDED } from './stage.js';

/** Two nodes with one clock that differ only in what Meridian may not see: busy has other partners, other objects, other rulings. */
interface Node extends TestHouse {
  readonly app: FastifyInstance;
  readonly meridian: Partner;
  readonly harbour: Partner;
}

const MERIDIAN = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const HARBOUR = 'identity--aaaaaaaa-0000-4000-8000-000000000002';

const found = async (): Promise<Node> => {
  const house = await openTestHouse();
  const meridian = await addPartner(house.house, 'meridian', { cyber: 'partner' });
  const harbour = await addPartner(house.house, 'harbour', { cyber: 'partner', finance: 'ally' }, ['tlp:amber']);
  await amend(house.house, 'meridian', { identities: [MERIDIAN] });
  await amend(house.house, 'harbour', { identities: [HARBOUR] });
  await addCollection(house.house, 'ics', 'cyber', ['meridian', 'harbour']);
  await addCollection(house.house, 'money', 'finance');
  return { ...house, meridian, harbour, app: buildServer(house.house, { logLevel: 'silent', budgets: UNBOUNDED }) };
};

let quiet: Node;
let busy: Node;

beforeAll(async () => {
  [quiet, busy] = [await found(), await found()];
});
afterAll(async () => {
  for (const { app, close } of [quiet, busy]) {
    await app.close();
    await close();
  }
});

const ask = async ({ app }: Node, { token }: Partner, url: string, method: 'GET' | 'POST' | 'DELETE' = 'GET') => {
  const headers = { accept: url.startsWith('/taxii2') ? TAXII : '*/*', authorization: `Bearer ${token}` };
  const { statusCode, headers: answered, rawPayload } = await app.inject({ url, method, headers });
  return { url, statusCode, headers: { ...answered, date: undefined }, body: rawPayload };
};

/** Digests depend on salts, which are chance; all else of a leaf must be the same. */
const masked = (url: string, body: Buffer): string => {
  const text = body.toString('latin1');
  if (url.endsWith('/checkpoint')) return `${text.split('\n').slice(0, 2).join(' ')} ${body.length}`;
  if (url.includes('/tile/entries/')) return text.replace(/ [A-Za-z0-9+/]{43}=/g, ' digest');
  if (url.includes('/tile/')) return `${body.length} bytes`;
  if (url.includes('/openings/'))
    return text.replace(/"salt":"[^"]+"/g, '"salt"').replace(/submission\\":\\"[^\\]+/g, 'submission');
  return text;
};

const OBJECTS = '/taxii2/main/collections/ics/objects/';

/** Everything that Meridian can ask for; the same requests on both nodes, whether they are there or not. */
const LOOKS = [
  OBJECTS,
  `${OBJECTS}?limit=1`,
  `${OBJECTS}?match%5Bversion%5D=all`,
  `${OBJECTS}indicator--00000001-0000-4000-8000-000000000000/`,
  `${OBJECTS}indicator--00005000-0000-4000-8000-000000000000/`,
  `${OBJECTS}indicator--00005000-0000-4000-8000-000000000000/versions/`,
  '/taxii2/main/collections/ics/manifest/',
  '/taxii2/main/collections/',
  '/taxii2/main/collections/money/objects/',
  '/api/v1/me',
  ...['own', 'common', 'host', 'harbour'].flatMap((ledger) => [
    `/ledger/${ledger}/checkpoint`,
    `/ledger/${ledger}/keys`,
    ...Array.from({ length: 24 }, (_, at) => `/ledger/${ledger}/tile/entries/000.p/${at + 1}`),
    ...[1, 8, 16, 24].flatMap((width) => [
      `/ledger/${ledger}/tile/0/000.p/${width}`,
      `/ledger/${ledger}/openings/000.p/${width}`,
    ]),
    `/ledger/${ledger}/tile/1/000.p/1`,
  ]),
];

const view = async (node: Node) => {
  const seen = [];
  for (const url of LOOKS) {
    const { body, ...answer } = await ask(node, node.meridian, url);
    seen.push({ ...answer, body: masked(url, body) });
  }
  const posted = await ask(node, node.meridian, OBJECTS, 'POST');
  return [...seen, { ...posted, body: posted.body.toString() }];
};

const sameView = async (): Promise<void> => {
  const [one, other] = [await view(quiet), await view(busy)];
  const differing = one.filter((answer, at) => JSON.stringify(answer) !== JSON.stringify(other[at]));
  expect(differing.map(({ url }) => url)).toEqual([]);
};

const later = (ms: number): void => {
  quiet.wait(ms);
  busy.wait(ms);
};

const numbers = (from: number, count: number): string[] => Array.from({ length: count }, (_, at) => indicator(from + at));
const red = { tlp: ['red'] } as const;

it('a partner learns nothing of others by any door: ledgers, pages, errors, whatever they do', { timeout: 60_000 }, async () => {
  await sameView();

  later(1000);
  await publishTo(busy.house, 'ics', numbers(5000, 30), red);
  await publishTo(busy.house, 'money', numbers(6000, 5));
  await addPartner(busy.house, 'lantern', { cyber: 'ally' });
  await sameView();

  later(1000);
  await publishTo(quiet.house, 'ics', [indicator(1), indicator(2)]);
  await publishTo(busy.house, 'money', numbers(7000, 10));
  await relabel(busy.house, { id: idOf(7001), labels: { tlp: ['amber'] }, by: 'admin', reason: 'the source asked for it' });
  await publishTo(busy.house, 'ics', [indicator(1), indicator(2)]);
  await ask(busy, busy.harbour, OBJECTS);
  await sameView();

  later(1000);
  await trust(busy.house, 'harbour', 'cyber', 'closed');
  await trust(busy.house, 'harbour', 'cyber', 'ally');
  await ask(busy, busy.harbour, OBJECTS);
  await ask(busy, busy.harbour, '/taxii2/main/collections/money/manifest/');
  await deleteObject(busy.house, { id: idOf(5001) });
  await sameView();

  later(1000);
  for (const { house } of [quiet, busy]) await trust(house, 'meridian', 'cyber', 'ally');
  await sameView();
  for (const { house } of [quiet, busy]) await trust(house, 'meridian', 'cyber', 'closed');
  await publishTo(busy.house, 'ics', numbers(8000, 20), red);
  await sameView();
});

it('where the chunks of an import end does not show', { timeout: 60_000 }, async () => {
  const hidden = (from: number, count: number) =>
    numbers(from, count).map((text) => JSON.stringify({ ...JSON.parse(text), ...RED }));
  for (const { house } of [quiet, busy]) await trust(house, 'meridian', 'cyber', 'partner');
  later(1000);
  await publishTo(quiet.house, 'ics', [indicator(11), indicator(12), indicator(13)]);
  const crowd = [
    ...hidden(20_000, 999),
    indicator(11),
    ...hidden(30_000, 1200),
    indicator(12),
    ...hidden(40_000, 900),
    indicator(13),
  ];
  await publishTo(busy.house, 'ics', crowd);
  await sameView();
});

const observable = (number: number, more: object = {}) => ({
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: `ipv4-addr--${String(number).padStart(8, '0')}-0000-4000-8000-000000000000`,
  value: `198.51.100.${number}`,
  ...more,
});

const created = (number: number, by: string, more: object = {}) => ({
  ...(JSON.parse(indicator(number)) as object),
  created_by_ref: by,
  ...more,
});

const send = async (node: Node, partner: Partner, objects: readonly object[]) => {
  const { statusCode, headers, body } = await node.app.inject({
    url: OBJECTS,
    method: 'POST',
    headers: { accept: TAXII, 'content-type': TAXII, authorization: `Bearer ${partner.token}` },
    payload: JSON.stringify({ objects }),
  });
  const { id, ...status } = JSON.parse(body) as { readonly id: string };
  await ask(node, partner, OBJECTS);
  const again = await ask(node, partner, `/taxii2/main/status/${id}/`);
  const { id: _, ...later } = JSON.parse(again.body.toString()) as { readonly id: string };
  return { statusCode, headers: { ...headers, date: undefined }, status, later };
};

it('what a partner writes and withdraws is answered, read back and put on record the same, whatever others have under its ids', {
  timeout: 60_000,
}, async () => {
  for (const { house } of [quiet, busy]) await trust(house, 'meridian', 'cyber', 'partner');
  later(1000);
  await publishTo(
    busy.house,
    'ics',
    [indicator(101), JSON.stringify(observable(3)), JSON.stringify(created(105, MERIDIAN))],
    red,
  );
  await publishTo(busy.house, 'money', [JSON.stringify(observable(2)), indicator(103)]);
  await send(busy, busy.harbour, [observable(1, { defanged: false }), observable(2), created(110, HARBOUR)]);
  await sameView();

  later(1000);
  const sent = [
    created(104, MERIDIAN),
    created(101, MERIDIAN),
    observable(4),
    observable(1),
    created(110, MERIDIAN),
    observable(2),
    observable(3),
    created(103, HARBOUR),
    created(102, MERIDIAN, { pattern_type: undefined }),
    created(105, MERIDIAN, { name: 'as its creator has it' }),
  ];
  const [one, other] = [await send(quiet, quiet.meridian, sent), await send(busy, busy.meridian, sent)];
  expect(other).toEqual(one);
  expect(one.status).toMatchObject({ status: 'complete', success_count: 9, failure_count: 1 });
  await sameView();

  later(1000);
  await ask(busy, busy.harbour, OBJECTS);
  await send(busy, busy.harbour, [observable(3), observable(4)]);
  await deleteObject(busy.house, { id: (JSON.parse(indicator(103)) as { id: string }).id });
  await sameView();

  later(1000);
  for (const { id } of sent as readonly { readonly id: string }[]) {
    const asked = [quiet, busy].map((node) => ask(node, node.meridian, `${OBJECTS}${id}/`, 'DELETE'));
    const [first, second] = await Promise.all(asked);
    expect(second).toEqual(first);
  }
  await sameView();
});

const RED = { object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'] };

const idOf = (number: number): string => (JSON.parse(indicator(number)) as { id: string }).id;
