import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asking, ask, idOf, openStage, publishIndicators, range, type Stage, TAXII } from './stage.js';

const CASES = JSON.parse(readFileSync(new URL('../../vectors/taxii/accept.json', import.meta.url), 'utf8')) as readonly {
  readonly comment: string;
  readonly accept: string | null;
  readonly acceptable: boolean;
}[];

let stage: Stage;
let objects: string;

beforeAll(async () => {
  stage = await openStage();
  objects = `collections/${stage.ics.id}/objects/`;
  await publishIndicators(stage, range(1, 3));
});
afterAll(() => stage.close());

const meridianAsks = (path: string, more: Asking = {}) => ask(stage, path, { as: stage.meridian, ...more });

/** One request for every status that the TAXII door can answer with, as it stands. */
const oneOfEach = (): readonly (readonly [number, string, Asking])[] => [
  [200, '/taxii2/', {}],
  [200, objects, {}],
  [200, objects, { method: 'HEAD' }],
  [400, `${objects}?limit=0`, {}],
  [400, `${objects}?next=forged`, {}],
  [400, '/taxii2/%zz/', {}],
  [400, '/taxii2/main/collections/%c3%28/', {}],
  [401, objects, { headers: { authorization: '' } }],
  [401, '/taxii2/nowhere/', { headers: { authorization: 'Bearer wrong' } }],
  [403, objects, { method: 'POST', payload: '{}', headers: { 'content-type': TAXII } }],
  [404, '/taxii2/nowhere/', {}],
  [404, '/taxii2//', {}],
  [404, 'collections/none/', {}],
  [404, `${objects}${idOf('indicator', 99)}/`, {}],
  [404, `${objects}${'x'.repeat(9_000)}/`, {}],
  [405, objects, { method: 'PUT', payload: '{}', headers: { 'content-type': TAXII } }],
  [405, objects, { method: 'OPTIONS' }],
  [405, '/taxii2/', { method: 'DELETE' }],
  [405, `collections/${stage.ics.id}/manifest/`, { method: 'POST', payload: 'x', headers: { 'content-type': 'text/plain' } }],
  [406, objects, { headers: { accept: 'text/html' } }],
  [414, `${objects}?match[id]=${'x'.repeat(20_000)}`, {}],
];

describe('every answer', () => {
  it('T013 T019 has the TAXII content type, character for character, errors of the framework too', async () => {
    for (const [status, path, asking] of oneOfEach()) {
      const answer = await meridianAsks(path, asking);
      expect([path.slice(0, 80), answer.statusCode, answer.headers['content-type']]).toEqual([path.slice(0, 80), status, TAXII]);
    }
  });

  it('T070 T071 T072 T079 is, where it is an error, a resource with title and its status as a string', async () => {
    for (const [status, path, asking] of oneOfEach().filter(([code]) => code >= 400)) {
      const error = (await meridianAsks(path, asking)).json<Record<string, unknown>>();
      expect(error).toEqual({
        title: expect.any(String),
        error_code: expect.stringMatching(/^[a-z-]+$/),
        http_status: String(status),
      });
    }
  });

  it('is kept by no cache and says nothing of the software', async () => {
    for (const [, path, asking] of oneOfEach()) {
      const { headers } = await meridianAsks(path, asking);
      expect(headers).toMatchObject({ 'cache-control': 'no-store, private', 'x-content-type-options': 'nosniff' });
      for (const name of ['etag', 'last-modified', 'server', 'x-powered-by', 'via']) expect(headers).not.toHaveProperty(name);
    }
  });

  it('to HEAD has the headers of the answer to GET, and no body', async () => {
    for (const path of [
      '/taxii2/',
      '',
      'collections/',
      objects,
      `${objects}?limit=1`,
      `collections/ics/manifest/`,
      `${objects}${idOf('indicator', 99)}/`,
    ]) {
      const [got, head] = [await meridianAsks(path), await meridianAsks(path, { method: 'HEAD' })];
      const { date: _got, ...expected } = got.headers;
      const { date: _head, ...headers } = head.headers;
      expect([head.statusCode, headers, head.body]).toEqual([got.statusCode, expected, '']);
      expect(Number(headers['content-length'])).toBe(Buffer.byteLength(got.body));
    }
  });

  it('T019 with 405 names the methods that the resource has', async () => {
    const allowed = async (path: string) => (await meridianAsks(path, { method: 'PATCH', payload: '{}' })).headers.allow;
    expect(await allowed('/taxii2/')).toBe('GET, HEAD');
    expect(await allowed(objects)).toBe('GET, HEAD, POST');
    expect(await allowed(`${objects}${idOf('indicator', 1)}/?x=1`)).toBe('DELETE, GET, HEAD');
    expect(await allowed(`${objects}${idOf('indicator', 99)}/`)).toBe('DELETE, GET, HEAD');
  });

  it('carries Strict-Transport-Security where the public URL is https', async () => {
    const secure = await openStage({ publicUrl: 'https://parley.example' });
    expect((await ask(secure, '/taxii2/')).headers).toHaveProperty('strict-transport-security');
    expect((await ask(stage, '/taxii2/')).headers).not.toHaveProperty('strict-transport-security');
    await secure.close();
  });
});

describe('Accept', () => {
  /** One path for each endpoint of the standard that is read. */
  const endpoints = () => {
    const one = `${objects}${idOf('indicator', 1)}/`;
    return ['/taxii2/', '', 'collections/', 'collections/ics/', objects, 'collections/ics/manifest/', one, `${one}versions/`];
  };

  it.each(CASES)('T012 T014 T016 T020 D3 on every endpoint: $comment', async ({ accept, acceptable }) => {
    for (const path of endpoints()) {
      const { statusCode, headers } = await meridianAsks(path, { headers: { accept: accept ?? '' } });
      expect([path, statusCode, headers['content-type']]).toEqual([path, acceptable ? 200 : 406, TAXII]);
    }
    const status = await meridianAsks('status/2d086da7-4bdc-4f91-900e-d77486753710/', { headers: { accept: accept ?? '' } });
    expect(status.statusCode).toBe(acceptable ? 404 : 406);
  });

  it('T016 other types alone are 406 on every endpoint', async () => {
    for (const accept of ['application/json', 'application/taxii+json;version=2.0', 'application/stix+json;version=2.1']) {
      for (const path of [...endpoints(), 'collections/none/']) {
        expect((await meridianAsks(path, { headers: { accept } })).statusCode).toBe(406);
      }
    }
  });
});

describe('credentials', () => {
  const basic = (user: string, password: string) => ({
    authorization: `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
  });

  it('T144 Basic takes the short name as user and the token as password', async () => {
    expect((await ask(stage, objects, { headers: basic('meridian', stage.meridian.token) })).statusCode).toBe(200);
  });

  it('Bearer takes the token', async () => {
    expect((await ask(stage, objects, { headers: { authorization: `Bearer ${stage.meridian.token}` } })).statusCode).toBe(200);
  });

  const CHALLENGES = ['Basic realm="parley", charset="UTF-8"', 'Bearer realm="parley"'];

  it('T146 401 carries WWW-Authenticate for both schemes, whatever is wrong with the credentials', async () => {
    for (const authorization of ['', 'Bearer wrong', 'Basic eDp5', 'Digest x', 'Bearer']) {
      const { statusCode, headers } = await ask(stage, objects, { headers: { authorization } });
      expect([authorization, statusCode, headers['www-authenticate']]).toEqual([authorization, 401, CHALLENGES]);
    }
  });

  it('T085 T088 T100 T102 T107 T111 T114 T123 T125 T092 T146 nothing of TAXII is answered without them', async () => {
    const paths = ['/taxii2/', '', 'collections/', 'collections/ics/', objects, 'collections/ics/manifest/', 'status/x/'];
    for (const path of [...paths, `${objects}${idOf('indicator', 1)}/`, `${objects}${idOf('indicator', 1)}/versions/`]) {
      const answer = await ask(stage, path);
      expect([path, answer.statusCode, answer.headers['www-authenticate']]).toEqual([path, 401, CHALLENGES]);
      expect((await ask(stage, path, { method: 'POST', payload: '{}', headers: { 'content-type': TAXII } })).statusCode).toBe(
        401,
      );
      expect((await ask(stage, path, { method: 'DELETE' })).statusCode).toBe(401);
    }
  });
});
