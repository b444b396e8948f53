import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LIMITS } from '../../src/core/limits.js';
import { amend } from '../../src/exchange/admit.js';
import { recordConsent } from '../../src/exchange/consent.js';
import { openCollection } from '../../src/exchange/open-collection.js';
import { listQuarantine } from '../../src/exchange/quarantine.js';
import { buildServer } from '../../src/http/server.js';
import { addPartner, openTestHouse, type Partner, publishTo, type TestHouse } from '../house-fixture.js';
import { type Asking, idOf, idsOf, indicator, seenOf, TAXII } from './stage.js';

const MERIDIAN_CERT = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const TWIN_CERT = 'identity--aaaaaaaa-0000-4000-8000-000000000002';

let house: TestHouse;
let app: FastifyInstance;
let meridian: Partner;
let twin: Partner;
let visitor: Partner;

const open = (alias: string, track: string, writableBy: readonly string[]) =>
  openCollection(house.house, {
    alias,
    title: alias,
    description: undefined,
    track,
    references: 'open',
    writableBy,
    labels: { tlp: ['green'] },
  });

beforeAll(async () => {
  house = await openTestHouse();
  meridian = await addPartner(house.house, 'meridian', { cyber: 'partner' });
  twin = await addPartner(house.house, 'twin', { cyber: 'partner' });
  visitor = await addPartner(house.house, 'visitor', { cyber: 'partner' });
  await amend(house.house, 'meridian', { identities: [MERIDIAN_CERT] });
  await amend(house.house, 'twin', { identities: [TWIN_CERT] });
  // The third-agency rule: what a partner sends goes to others with its consent.
  for (const originator of ['meridian', 'twin']) {
    const ruling = { by: 'admin', reason: 'as they have agreed' };
    await recordConsent(house.house, { originator, participant: 'visitor', expiresAt: null, ...ruling });
  }
  await open('ics', 'cyber', ['meridian', 'twin']);
  await open('letters', 'finance', ['meridian']);
  await open('closed', 'finance', []);
  app = buildServer(house.house, { logLevel: 'silent' });
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await house.close();
});

const ask = (path: string, { as = meridian, method = 'GET', headers = {}, payload }: Asking = {}) =>
  app.inject({
    method,
    url: `/taxii2/main/${path}`,
    headers: { accept: TAXII, authorization: `Bearer ${as.token}`, ...headers },
    ...(payload === undefined ? {} : { payload }),
  });

const OBJECTS = 'collections/ics/objects/';

/** Sends, and waits until it is taken in: who reads what it has sent itself is made to. */
const post = async (objects: readonly object[], { as = meridian, type = TAXII, to = OBJECTS } = {}) => {
  const headers = { 'content-type': type };
  const answer = await ask(to, { as, method: 'POST', headers, payload: JSON.stringify({ objects }) });
  await ask(`${OBJECTS}?limit=1`, { as });
  return answer;
};

const mine = (number: number, day = 1, more: object = {}) => indicator(number, day, { created_by_ref: MERIDIAN_CERT, ...more });

const address = (last: number, more: object = {}) => ({
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: idOf('ipv4-addr', last),
  value: `198.51.100.${last}`,
  ...more,
});

interface Status {
  readonly id: string;
  readonly status: string;
  readonly request_timestamp: string;
  readonly total_count: number;
  readonly success_count: number;
  readonly failure_count: number;
  readonly pending_count: number;
  readonly successes?: readonly { readonly id: string; readonly version: string }[];
  readonly failures?: readonly { readonly id: string; readonly version: string; readonly message: string }[];
}

describe('what a partner adds', () => {
  it('T113 T094 T095 T096 T097 is answered by 202 with a status resource, and is read back and served to others', async () => {
    const answer = await post([mine(1), mine(2)]);
    expect(answer.statusCode).toBe(202);
    expect(answer.headers['content-type']).toBe(TAXII);
    const status = answer.json<Status>();
    expect(status).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/) as string,
      status: 'complete',
      request_timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/) as string,
      total_count: 2,
      success_count: 2,
      successes: [
        { id: idOf('indicator', 1), version: '2026-02-01T08:00:00.000000Z' },
        { id: idOf('indicator', 2), version: '2026-02-01T08:00:00.000000Z' },
      ],
      failure_count: 0,
      pending_count: 0,
    });
    expect(idsOf(await ask(OBJECTS))).toEqual([idOf('indicator', 1), idOf('indicator', 2)]);
    expect(idsOf(await ask(OBJECTS, { as: visitor }))).toEqual([idOf('indicator', 1), idOf('indicator', 2)]);
  });

  it('T092 T093 its status is there for its sender, a day later too, and for nobody else', async () => {
    const { id, ...status } = (await post([mine(3)])).json<Status>();
    expect((await ask(`status/${id}/`)).json()).toEqual({ id, ...status });
    const absent = await ask('status/00000000-0000-4000-8000-000000000000/');
    expect(absent.statusCode).toBe(404);
    expect(seenOf(await ask(`status/${id}/`, { as: twin }))).toEqual(seenOf(absent));
    house.wait(24 * 60 * 60_000);
    expect((await ask(`status/${id}/`)).statusCode).toBe(200);
    house.wait(LIMITS.submission_kept_ms);
    expect((await ask(`status/${id}/`)).statusCode).toBe(404);
  });

  it('T115 that is there already is no error, and changes nothing', async () => {
    const before = await ask(OBJECTS, { as: visitor });
    expect((await post([mine(1)])).json()).toMatchObject({ status: 'complete', success_count: 1, failure_count: 0 });
    expect((await ask(OBJECTS, { as: visitor })).body).toBe(before.body);
    const twice = (await post([mine(9), mine(9)])).json<Status>();
    expect(twice).toMatchObject({ status: 'complete', total_count: 2, success_count: 2, failure_count: 0 });
    expect(idsOf(await ask(OBJECTS)).filter((id) => id === idOf('indicator', 9))).toHaveLength(1);
  });

  it('T076 that is a bundle is a failure: what is served is never one', async () => {
    const bundle = { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000002', objects: [mine(10)] };
    expect((await post([bundle])).json()).toMatchObject({ success_count: 0, failure_count: 1 });
    const { body } = await ask(`${OBJECTS}?limit=1000`);
    expect(body).not.toContain('"bundle"');
    expect(body).not.toContain(idOf('indicator', 10));
  });

  it('T116 may come as a bundle under either media type, as OpenCTI and Splunk send it', async () => {
    const bundle = { type: 'bundle', id: 'bundle--00000000-0000-4000-8000-000000000001', objects: [mine(4)] };
    for (const type of ['application/stix+json; version=2.1', TAXII, 'application/taxii+json']) {
      const answer = await ask(OBJECTS, { method: 'POST', headers: { 'content-type': type }, payload: JSON.stringify(bundle) });
      expect([type, answer.statusCode, answer.json<Status>().success_count]).toEqual([type, 202, 1]);
    }
  });

  it('T131 unknown properties beside the objects are ignored', async () => {
    const payload = JSON.stringify({ id: 'x', more: false, spec_version: '2.1', x_note: 1, objects: [mine(4)] });
    expect((await ask(OBJECTS, { method: 'POST', headers: { 'content-type': TAXII }, payload })).statusCode).toBe(202);
  });

  it('costs only the object that is wrong: its failure has the finding, its id and its version', async () => {
    const { pattern_type: _, ...wrong } = mine(5, 7);
    const status = (await post([mine(6), wrong, { type: 'nonsense' }])).json<Status>();
    expect(status).toMatchObject({ status: 'complete', total_count: 3, success_count: 1, failure_count: 2, pending_count: 0 });
    expect(status.failures?.[0]).toEqual({
      id: idOf('indicator', 5),
      version: '2026-02-07T08:00:00.000000Z',
      message: expect.stringContaining('pattern_type') as string,
    });
    expect(status.failures?.[1]?.message).toMatch(/^object 2: /);
    expect(idsOf(await ask(OBJECTS))).toContain(idOf('indicator', 6));
  });

  it('has it as originator: the versions are its own, and it may revoke', async () => {
    await post([mine(7)]);
    await post([mine(7, 2, { name: 'Relay, moved' }), mine(8), mine(8, 2, { revoked: true })]);
    const { objects = [] } = (await ask(OBJECTS, { as: visitor })).json<{
      objects?: { id: string; name?: string; revoked?: boolean }[];
    }>();
    expect(objects.find(({ id }) => id === idOf('indicator', 7))?.name).toBe('Relay, moved');
    expect(objects.find(({ id }) => id === idOf('indicator', 8))?.revoked).toBe(true);
  });

  it('T095 is judged later where it is large: pending first, then complete, and all of it is there', async () => {
    const many = Array.from({ length: 400 }, (_, at) => mine(1000 + at, 1, { description: 'x'.repeat(4000) }));
    const first = (await post(many)).json<Status>();
    expect(first).toMatchObject({ status: 'pending', total_count: 400, success_count: 0, pending_count: 400 });
    let status = first;
    while (status.status === 'pending') status = (await ask(`status/${first.id}/`)).json<Status>();
    expect(status).toMatchObject({ id: first.id, total_count: 400, success_count: 400, failure_count: 0, pending_count: 0 });
    expect(idsOf(await ask(`${OBJECTS}?limit=1000`))).toContain(idOf('indicator', 1399));
  });
});

describe('what cannot be added', () => {
  const send = (payload: string, type = TAXII) => ask(OBJECTS, { method: 'POST', headers: { 'content-type': type }, payload });

  it('T015 no Content-Type that TAXII defines leads to 415; T016 T117 others do', async () => {
    const body = JSON.stringify({ objects: [mine(4)] });
    for (const type of [
      TAXII,
      'application/taxii+json; version=2.1',
      `${TAXII};charset=utf-8`,
      'application/taxii+json',
      'application/taxii+json ; version="2.1"',
      'Application/STIX+json;version=2.1',
    ]) {
      expect([type, (await send(body, type)).statusCode]).toEqual([type, 202]);
    }
    for (const type of [
      'application/json',
      'text/plain',
      'nonsense',
      '/',
      'application/taxii+json;version=2.0',
      'application/x-www-form-urlencoded',
    ]) {
      const answer = await send(body, type);
      expect([type, answer.statusCode, answer.headers['content-type']]).toEqual([type, 415, TAXII]);
    }
    const packed = await ask(OBJECTS, {
      method: 'POST',
      headers: { 'content-type': TAXII, 'content-encoding': 'gzip' },
      payload: body,
    });
    expect(packed.statusCode).toBe(415);
  });

  it('T117 T091 413 is for a body over the max_content_length of the API root alone', async () => {
    const { max_content_length: most } = (await ask('')).json<{ max_content_length: number }>();
    expect((await send(`${' '.repeat(most - 2)}{}`)).statusCode).toBe(422);
    const over = await send(`${' '.repeat(most - 1)}{}`);
    expect([over.statusCode, over.headers['content-type']]).toEqual([413, TAXII]);
    expect(over.json()).toMatchObject({ http_status: '413' });
  });

  it('T113 T016 an Accept that allows no TAXII is 406, and nothing is stored', async () => {
    const headers = { 'content-type': TAXII, accept: 'application/json' };
    const answer = await ask(OBJECTS, { method: 'POST', headers, payload: JSON.stringify({ objects: [mine(62)] }) });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([406, TAXII]);
    expect((await ask(`${OBJECTS}${idOf('indicator', 62)}/`)).statusCode).toBe(404);
  });

  it('T113 T117 D4 what is no JSON is 400, what is no envelope is 422, and nothing is stored', async () => {
    const before = await ask(`${OBJECTS}?limit=1000`);
    const two = `{"objects":[${JSON.stringify(mine(60))}]} {"objects":[]}`;
    for (const body of ['', '{"objects":[', '{"objects":[{}]', two, '﻿{"objects":[{}]}'])
      expect([body, (await send(body)).statusCode]).toEqual([body, 400]);
    for (const body of ['{}', '[]', 'null', '1', '{"objects":{}}', '{"objects":[]}', JSON.stringify(mine(61))]) {
      expect([body, (await send(body)).statusCode]).toEqual([body, 422]);
    }
    expect((await ask(`${OBJECTS}?limit=1000`)).body).toBe(before.body);
  });

  it('T114 T121 T103 T107 T111 T125 rights are told and kept: 404 without any, 403 without the one that is needed', async () => {
    const { collections } = (await ask('collections/')).json<{
      collections: { alias: string; can_read: boolean; can_write: boolean }[];
    }>();
    expect(collections.map(({ alias, can_read, can_write }) => [alias, can_read, can_write])).toEqual([
      ['ics', true, true],
      ['letters', false, true],
    ]);
    expect((await post([mine(4)], { as: visitor })).statusCode).toBe(403);
    expect((await post([mine(4)], { to: 'collections/closed/objects/' })).statusCode).toBe(404);
    expect((await post([mine(40)], { to: 'collections/letters/objects/' })).statusCode).toBe(202);
    for (const path of [
      'objects/',
      'manifest/',
      `objects/${idOf('indicator', 40)}/`,
      `objects/${idOf('indicator', 40)}/versions/`,
    ]) {
      const answer = await ask(`collections/letters/${path}`);
      expect([path, answer.statusCode, answer.json<{ error_code: string }>().error_code]).toEqual([path, 403, 'not-readable']);
    }
    const remove = (collection: string, as: Partner) =>
      ask(`collections/${collection}/objects/${idOf('indicator', 40)}/`, { as, method: 'DELETE' });
    expect((await remove('letters', meridian)).statusCode).toBe(403);
    expect((await remove('ics', visitor)).statusCode).toBe(403);
    expect((await remove('closed', meridian)).statusCode).toBe(404);
  });
});

describe('what a partner withdraws', () => {
  const remove = (number: number, query = '', as = meridian) =>
    ask(`${OBJECTS}${idOf('indicator', number)}/${query}`, { as, method: 'DELETE' });

  it('T120 T122 is gone for everybody: 200 without a body, then 404', async () => {
    await post([mine(20), mine(20, 2)]);
    const answer = await remove(20);
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    for (const as of [meridian, visitor]) {
      expect((await ask(`${OBJECTS}${idOf('indicator', 20)}/`, { as })).statusCode).toBe(404);
      expect(idsOf(await ask(`${OBJECTS}?limit=1000`, { as }))).not.toContain(idOf('indicator', 20));
      expect(idsOf(await ask(`collections/ics/manifest/?limit=1000&match[version]=all`, { as }))).not.toContain(
        idOf('indicator', 20),
      );
      expect((await ask(`${OBJECTS}${idOf('indicator', 20)}/versions/`, { as })).statusCode).toBe(404);
    }
    expect((await remove(20)).statusCode).toBe(404);
  });

  it('T120 T122 D1 may be one version of several, which is then as if it had never been', async () => {
    await post([mine(21), mine(21, 2), mine(21, 3)]);
    const versions = async () =>
      (await ask(`${OBJECTS}${idOf('indicator', 21)}/versions/`, { as: visitor })).json<{ versions: string[] }>().versions;
    expect((await remove(21, '?match[spec_version]=2.0')).statusCode).toBe(200);
    expect(await versions()).toHaveLength(3);
    expect((await remove(21, '?match[version]=2026-02-02T08:00:00Z')).statusCode).toBe(200);
    expect(await versions()).toEqual(['2026-02-01T08:00:00.000000Z', '2026-02-03T08:00:00.000000Z']);
    const at = (day: string) => ask(`${OBJECTS}${idOf('indicator', 21)}/?match[version]=2026-02-${day}T08:00:00Z`);
    expect(seenOf(await at('02'))).toEqual(seenOf(await at('15')));
    expect((await at('02')).body).toBe('{}');
    expect((await remove(21, '?match[version]=last')).statusCode).toBe(200);
    expect(await versions()).toEqual(['2026-02-01T08:00:00.000000Z']);
    expect((await remove(21, '?match[version]=nonsense')).statusCode).toBe(400);
  });

  it('is its own alone: what others have sent, and what the host has, is absent', async () => {
    await post([mine(22)]);
    await publishTo(house.house, 'ics', [indicator(23)]);
    expect(seenOf(await remove(22, '', twin))).toEqual(seenOf(await remove(99, '', twin)));
    expect((await remove(23)).statusCode).toBe(404);
    expect(idsOf(await ask(`${OBJECTS}?limit=1000`))).toEqual(
      expect.arrayContaining([idOf('indicator', 22), idOf('indicator', 23)]),
    );
  });
});

describe('where others have the same id', () => {
  it('an observable stands in a line for each sender; a reader is served one of them, the same as before', async () => {
    await post([address(1, { defanged: false })]);
    const before = await ask(`${OBJECTS}${idOf('ipv4-addr', 1)}/`, { as: visitor });
    await post([address(1)], { as: twin });
    expect((await ask(`${OBJECTS}${idOf('ipv4-addr', 1)}/`, { as: visitor })).body).toBe(before.body);
    expect((await ask(`${OBJECTS}${idOf('ipv4-addr', 1)}/`, { as: twin })).json<{ objects: object[] }>().objects).toEqual([
      address(1),
    ]);
    // The first withdraws: the reader is served the other's.
    await ask(`${OBJECTS}${idOf('ipv4-addr', 1)}/`, { method: 'DELETE' });
    expect((await ask(`${OBJECTS}${idOf('ipv4-addr', 1)}/`, { as: visitor })).json<{ objects: object[] }>().objects).toEqual([
      address(1),
    ]);
  });

  it('sending is no way to ask what is withheld: same answer, same feed, whether the id is taken by others or not', async () => {
    const red = { tlp: ['red'] } as const;
    await publishTo(house.house, 'ics', [indicator(50), address(50, { defanged: true })], red);
    const sent = [mine(50), mine(51), address(50), address(51)];
    const answer = (await post(sent)).json<Status>();
    expect(answer).toMatchObject({ status: 'complete', success_count: 4, failure_count: 0 });
    const feed = idsOf(await ask(`${OBJECTS}?limit=1000`)).slice(-4);
    expect(feed).toEqual(sent.map(({ id }) => id));
    for (const { id } of sent) expect((await ask(`${OBJECTS}${id}/`, { method: 'DELETE' })).statusCode).toBe(200);
  });

  it('what another has created goes into quarantine with the same answer, and can be withdrawn with the same answer', async () => {
    const foreign = [indicator(70, 1, { created_by_ref: TWIN_CERT }), indicator(71)];
    expect((await post(foreign)).json()).toMatchObject({ status: 'complete', success_count: 2, failure_count: 0 });
    expect(idsOf(await ask(`${OBJECTS}?limit=1000`))).not.toContain(idOf('indicator', 70));
    const apart = await listQuarantine(house.house, { after: 0, limit: 100 });
    expect(apart.map(({ id, originator, code }) => [id, originator, code])).toEqual([
      [idOf('indicator', 70), 'meridian', 'creator-foreign'],
      [idOf('indicator', 71), 'meridian', 'creator-foreign'],
    ]);
    for (const { id } of foreign) expect((await ask(`${OBJECTS}${id}/`, { method: 'DELETE' })).statusCode).toBe(200);
    expect(await listQuarantine(house.house, { after: 0, limit: 100 })).toEqual([]);
  });

  it('another content of a version that it has sent is kept apart, and overwrites nothing', async () => {
    await post([mine(80)]);
    const before = await ask(`${OBJECTS}${idOf('indicator', 80)}/`);
    expect((await post([mine(80, 1, { name: 'Relay, forged' })])).json()).toMatchObject({ success_count: 1 });
    expect((await ask(`${OBJECTS}${idOf('indicator', 80)}/`)).body).toBe(before.body);
    expect(await listQuarantine(house.house, { after: 0, limit: 100 })).toMatchObject([
      { code: 'version-conflict', originator: 'meridian' },
    ]);
  });
});
