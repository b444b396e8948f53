import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { amend } from '../../src/exchange/admit.js';
import { recordConsent } from '../../src/exchange/consent.js';
import { issueToken, revokeToken } from '../../src/exchange/credentials.js';
import { deleteObject } from '../../src/exchange/delete-object.js';
import { rotateKeys } from '../../src/exchange/ledger/rotate-keys.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { publish } from '../../src/exchange/publish.js';
import { relabel } from '../../src/exchange/relabel.js';
import { settled } from '../../src/exchange/submission/intake.js';
import { submit } from '../../src/exchange/submission/submit.js';
import { buildServer } from '../../src/http/server.js';
import {
  addCollection,
  addPartner,
  bundleOf,
  openTestHouse,
  type Partner,
  publishTo,
  type TestHouse,
  trust,
} from '../house-fixture.js';
import { idOf, indicator, range, TAXII } from './stage.js';

const MERIDIAN = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const RULING = { by: 'admin', reason: 'as the test wants it' };
const UNBOUND = { requestsPerMinute: 0, responseBytesPerMinute: 0 };

let house: TestHouse;
/** Remembers what it has sent; every look is at this one twice. */
let warm: FastifyInstance;
let meridian: Partner;
let twin: Partner;
let reads = 0;

beforeAll(async () => {
  house = await openTestHouse();
  meridian = await addPartner(house.house, 'meridian', { cyber: 'partner' });
  twin = await addPartner(house.house, 'twin', { cyber: 'partner' });
  await addPartner(house.house, 'harbour', { cyber: 'partner' });
  await amend(house.house, 'meridian', { identities: [MERIDIAN] });
  await addCollection(house.house, 'ics', 'cyber', ['meridian']);
  await publishTo(
    house.house,
    'ics',
    range(1, 12).map((number) => indicator(number)),
  );
  warm = buildServer(house.house, { logLevel: 'silent', budgets: UNBOUND });
  await warm.ready();
});
afterAll(async () => {
  await warm.close();
  await house.close();
});

const OBJECTS = '/taxii2/main/collections/ics/objects/';
const LOOKS = [
  OBJECTS,
  `${OBJECTS}?limit=5`,
  `${OBJECTS}?match[version]=all`,
  `${OBJECTS}?match[type]=malware`,
  `${OBJECTS}?match[id]=${idOf('indicator', 3)},${idOf('indicator', 7)}&limit=1`,
  `${OBJECTS}${idOf('indicator', 3)}/`,
  `${OBJECTS}${idOf('indicator', 3)}/?match[version]=first`,
  `${OBJECTS}${idOf('indicator', 3)}/versions/`,
  '/taxii2/main/collections/ics/manifest/',
];

const ask = (
  app: FastifyInstance,
  as: Partner,
  url: string,
  headers: Readonly<Record<string, string>> = {},
  method: 'GET' | 'HEAD' = 'GET',
) => app.inject({ method, url, headers: { accept: TAXII, authorization: `Bearer ${as.token}`, ...headers } });

/** All looks of a partner; cursors differ each time they are made. */
const seen = async (app: FastifyInstance, as: Partner) => {
  const answers = [];
  for (const url of LOOKS) {
    const { statusCode, headers, body } = await ask(app, as, url);
    const { date: _, 'content-length': __, ...rest } = headers;
    answers.push({ url, statusCode, headers: rest, body: body.replace(/"next":"[^"]+"/, '"next"') });
  }
  return answers;
};

/** What was sent before is what a server that remembers nothing makes now. */
const expectFresh = async (as: Partner): Promise<void> => {
  const cold = buildServer(house.house, { logLevel: 'silent', budgets: UNBOUND });
  try {
    const fresh = await seen(cold, as);
    expect(await seen(warm, as)).toEqual(fresh);
    expect(await seen(warm, as)).toEqual(fresh);
  } finally {
    await cold.close();
  }
};

describe('a page that is asked for again', () => {
  afterEach(async () => {
    for (const partner of [meridian, twin]) await expectFresh(partner);
  });

  it('is sent as it was, with its headers and its next, for one query and nothing written', async () => {
    await ask(warm, meridian, `${OBJECTS}?limit=5`);
    const { store } = house.house;
    const counted: Store['read'] = (look) => {
      reads++;
      return store.read(look);
    };
    const watched = buildServer(
      { ...house.house, store: { ...bound(store), read: counted } },
      { logLevel: 'silent', budgets: UNBOUND },
    );
    const first = await ask(watched, meridian, `${OBJECTS}?limit=5`);
    reads = 0;
    const again = await ask(watched, meridian, `${OBJECTS}?limit=5`);
    expect(reads).toBe(1);
    expect([again.statusCode, again.body, again.headers['x-taxii-date-added-last']]).toEqual([
      200,
      first.body,
      first.headers['x-taxii-date-added-last'],
    ]);
    expect(again.headers['content-type']).toBe(TAXII);
    await watched.close();
  });

  it('goes packed to who takes that, and is the same text; to who does not, as it is', async () => {
    const plain = await ask(warm, meridian, OBJECTS);
    const packed = await ask(warm, meridian, OBJECTS, { 'accept-encoding': 'gzip, deflate' });
    expect(packed.headers['content-encoding']).toBe('gzip');
    expect(packed.headers.vary).toBe('accept-encoding');
    expect(packed.rawPayload.length).toBeLessThan(plain.rawPayload.length / 2);
    expect(gunzipSync(packed.rawPayload).toString()).toBe(plain.body);
    for (const none of ['identity', 'gzip;q=0', 'br', '*;q=0']) {
      expect((await ask(warm, meridian, OBJECTS, { 'accept-encoding': none })).headers['content-encoding']).toBeUndefined();
    }
  });

  it('is another page for HEAD, and for another partner', async () => {
    const head = await ask(warm, meridian, OBJECTS, {}, 'HEAD');
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect((await ask(warm, meridian, OBJECTS, {}, 'HEAD')).headers['content-length']).toBe(head.headers['content-length']);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['objects came', () => publishTo(house.house, 'ics', [indicator(20), indicator(21)])],
    ['a version came', () => publishTo(house.house, 'ics', [indicator(3, 9, { name: 'Relay 3, moved' })])],
    ['an object was revoked', () => publishTo(house.house, 'ics', [indicator(4, 9, { revoked: true })])],
    ['an object was deleted', () => deleteObject(house.house, { id: idOf('indicator', 5) })],
    ['labels took an object away', () => relabel(house.house, { id: idOf('indicator', 6), labels: { tlp: ['red'] }, ...RULING })],
    ['what is there came again', () => publishTo(house.house, 'ics', [indicator(7)])],
    [
      'what nobody sees came',
      () => publish(house.house, { source: bundleOf([indicator(30)]), collection: 'ics', given: { tlp: ['red'] } }),
    ],
    ['a tier fell', () => trust(house.house, 'meridian', 'cyber', 'closed')],
    ['a tier rose', () => trust(house.house, 'meridian', 'cyber', 'ally')],
    ['a partner has sent something', () => sendAs(meridian, [indicator(40, 1, { created_by_ref: MERIDIAN })])],
    [
      'a consent came, for a while',
      () =>
        recordConsent(house.house, {
          originator: 'meridian',
          participant: 'twin',
          expiresAt: house.house.clock() + 500,
          ...RULING,
        }),
    ],
    ['the consent ran out', async () => house.wait(1000)],
    ['the keys were changed', () => rotateKeys(house.house, { ...RULING })],
  ])('is made anew when %s', async (_, change) => {
    for (const partner of [meridian, twin]) await seen(warm, partner);
    await change();
  });
});

const sendAs = async ({ participant }: Partner, objects: readonly object[]) => {
  await submit(house.house, participant, { collection: 'ics', body: Buffer.from(JSON.stringify({ objects })) });
  await settled(house.house, participant);
};

const bound = (store: Store): Store => ({
  read: (look) => store.read(look),
  seal: (write) => store.seal(write),
  unfitness: () => store.unfitness(),
  connections: () => store.connections(),
  close: () => store.close(),
});

describe('whose token is not in force any more', () => {
  it('gets the same 401 for what it was sent before as for anything else', async () => {
    const { secret, id } = await issueToken(house.house, 'meridian', null);
    const as = { ...meridian, token: secret };
    await seen(warm, as);
    await revokeToken(house.house, id);
    const unknown = await ask(warm, { ...meridian, token: 'x'.repeat(43) }, OBJECTS);
    for (const url of LOOKS) expect([url, (await ask(warm, as, url)).body]).toEqual([url, unknown.body]);

    const short = await issueToken(house.house, 'meridian', house.house.clock() + 1000);
    const expiring = { ...meridian, token: short.secret };
    await seen(warm, expiring);
    house.wait(2000);
    expect((await ask(warm, expiring, OBJECTS)).statusCode).toBe(401);

    await seen(warm, twin);
    await amend(house.house, 'twin', { suspended: true });
    expect((await ask(warm, twin, OBJECTS)).body).toBe(unknown.body);
    await amend(house.house, 'twin', { suspended: false });
    expect((await ask(warm, twin, OBJECTS)).statusCode).toBe(200);
  });

  it('is not known by heart under another short name', async () => {
    await seen(warm, meridian);
    const basic = (slug: string) => `Basic ${Buffer.from(`${slug}:${meridian.token}`).toString('base64')}`;
    expect((await ask(warm, meridian, OBJECTS, { authorization: basic('meridian') })).statusCode).toBe(200);
    expect((await ask(warm, meridian, OBJECTS, { authorization: basic('twin') })).statusCode).toBe(401);
  });
});
