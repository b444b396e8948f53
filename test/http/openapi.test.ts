import { Ajv2020 } from 'ajv/dist/2020.js';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParleyError } from '../../src/core/errors.js';
import { API_DESCRIPTION } from '../../src/http/api/description.js';
import { apiDoor } from '../../src/http/api/door.js';
import { ask, openStage, type Stage } from './stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

type Json = Readonly<Record<string, unknown>>;

const JSON_ACCEPTED = { accept: 'application/json' };

/** The description as a client reads it. */
const served = async (): Promise<Json> => (await ask(stage, '/api/v1/openapi.json', { headers: JSON_ACCEPTED })).json();

const entriesOf = (value: unknown): [string, unknown][] => Object.entries((value ?? {}) as object);

/** What stands at a JSON pointer of the document. */
const at = (document: Json, pointer: string): unknown =>
  pointer
    .replace('#/', '')
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => (value as Json | undefined)?.[step], document);

const refsIn = (value: unknown): readonly string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return entriesOf(value).flatMap(([key, inner]) => (key === '$ref' ? [inner as string] : refsIn(inner)));
};

/** Every method of every route that the door registers, as OpenAPI writes it; HEAD is GET's. */
const registered = async (): Promise<readonly string[]> => {
  const found: string[] = [];
  const app = fastify();
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of [method].flat()) {
      if (one !== 'HEAD') found.push(`${one.toLowerCase()} ${url.replace(/:(\w+)/g, '{$1}')}`);
    }
  });
  app.register(apiDoor(stage.house, async () => undefined));
  await app.ready();
  await app.close();
  return found.sort();
};

describe('GET /api/v1/openapi.json', () => {
  it('is there without credentials, and the same with them', async () => {
    const without = await ask(stage, '/api/v1/openapi.json', { headers: JSON_ACCEPTED });
    const given = await ask(stage, '/api/v1/openapi.json', { as: stage.meridian, headers: JSON_ACCEPTED });
    expect([without.statusCode, without.headers['content-type']]).toEqual([200, 'application/json']);
    expect(given.body).toBe(without.body);
    expect(without.json()).toEqual(API_DESCRIPTION);
    const head = await ask(stage, '/api/v1/openapi.json', { method: 'HEAD', headers: JSON_ACCEPTED });
    expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', without.headers['content-length']]);
  });

  it('names every route that is registered under /api/v1, and no other', async () => {
    const { paths } = await served();
    const described = entriesOf(paths).flatMap(([path, item]) => entriesOf(item).map(([method]) => `${method} ${path}`));
    expect(described.sort()).toEqual(await registered());
  });

  it('has the frame that OpenAPI 3.1 asks for: names once, references that lead somewhere, security that is defined', async () => {
    const document = await served();
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
    for (const ref of refsIn(document)) expect([ref, at(document, ref)]).toEqual([ref, expect.any(Object)]);
    const operations = entriesOf(document.paths).flatMap(([, item]) => entriesOf(item).map(([, one]) => one as Json));
    const names = operations.map(({ operationId }) => operationId);
    expect(new Set(names).size).toBe(names.length);
    const schemes = Object.keys(at(document, '#/components/securitySchemes') as object);
    for (const wanted of [document, ...operations].flatMap(({ security }) => (security ?? []) as Json[])) {
      for (const scheme of Object.keys(wanted)) expect(schemes).toContain(scheme);
    }
    for (const { responses } of operations) expect(entriesOf(responses).length).toBeGreaterThan(0);
  });

  it('has schemas of the dialect that it names, 2020-12, and nothing there is misspelt', async () => {
    const document = await served();
    for (const [name] of entriesOf(at(document, '#/components/schemas'))) expect(() => schemaAt(document, name)).not.toThrow();
  });
});

/** Compiles a schema of the description, with what it refers to. */
const schemaAt = (document: Json, name: string) => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });
  const schemas = at(document, '#/components/schemas') as Json;
  const inside = JSON.parse(JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/$defs/')) as Json;
  return ajv.compile({ $defs: inside, $ref: `#/$defs/${name}` });
};

/** What the description says of an answer with this status: its media type and schema. */
const describedAnswer = (document: Json, path: string, status: number): readonly [string, Json] => {
  const given = at(document, `#/paths/${path.replaceAll('/', '~1')}/get/responses/${status}`) as Json;
  const answer = typeof given.$ref === 'string' ? (at(document, given.$ref) as Json) : given;
  const [type = '', media] = entriesOf(answer.content)[0] ?? [];
  return [type, (media as { schema: Json }).schema];
};

describe('what the description promises holds of real answers:', () => {
  const expectAsDescribed = async (path: string, answer: Awaited<ReturnType<typeof ask>>): Promise<void> => {
    const document = await served();
    const [type, schema] = describedAnswer(document, path, answer.statusCode);
    expect(answer.headers['content-type']).toBe(type);
    const validate = schemaAt(document, String(schema.$ref).split('/').at(-1) ?? '');
    expect([answer.body, validate(answer.json()), validate.errors]).toEqual([answer.body, true, null]);
  };

  it('200 of /me, for partners of any standing', async () => {
    for (const as of [stage.meridian, stage.visitor, stage.stranger]) {
      const answer = await ask(stage, '/api/v1/me', { as, headers: JSON_ACCEPTED });
      expect(answer.statusCode).toBe(200);
      await expectAsDescribed('/me', answer);
    }
  });

  it('401, 429, 500 and 503 as problems, with their headers', async () => {
    const refused = await ask(stage, '/api/v1/me', { headers: JSON_ACCEPTED });
    expect([refused.statusCode, refused.headers['www-authenticate']]).toEqual([401, expect.any(Array)]);
    await expectAsDescribed('/me', refused);
    const bounded = await openStage({ budgets: { requestsPerMinute: 1 } });
    await ask(bounded, '/api/v1/me', { as: bounded.meridian });
    const tooMuch = await ask(bounded, '/api/v1/me', { as: bounded.meridian });
    expect([tooMuch.statusCode, tooMuch.headers['retry-after']]).toEqual([429, '60']);
    await expectAsDescribed('/me', tooMuch);
    const real = bounded.house.store.read;
    for (const [status, error] of [
      [500, new Error('a mistake')],
      [503, new ParleyError('store-unavailable')],
    ] as const) {
      Object.assign(bounded.house.store, { read: () => Promise.reject(error) });
      const answer = await ask(bounded, '/api/v1/me', { as: bounded.meridian });
      expect(answer.statusCode).toBe(status);
      await expectAsDescribed('/me', answer);
    }
    Object.assign(bounded.house.store, { read: real });
    await bounded.close();
  });

  it('and an answer that is none of these would be noticed', async () => {
    const validate = schemaAt(await served(), 'Me');
    const body = (await ask(stage, '/api/v1/me', { as: stage.meridian, headers: JSON_ACCEPTED })).json<Json>();
    for (const wrong of [
      {},
      { ...body, more: 1 },
      { ...body, tiers: { cyber: 'friend' } },
      { ...body, participant: { slug: 'A' } },
    ])
      expect(validate(wrong)).toBe(false);
  });
});
