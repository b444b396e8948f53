import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParleyError } from '../../src/core/errors.js';
import type { House } from '../../src/exchange/house.js';
import { buildServer } from '../../src/http/server.js';
import { ask, openStage, type Stage, TAXII } from './stage.js';

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
});
afterAll(() => stage.close());

/** The same house on a store of which every look fails with this. */
const failing = (error: unknown): { app: Stage['app']; log: string[] } => {
  const log: string[] = [];
  const read = async (): Promise<never> => {
    throw error;
  };
  const store = { ...stage.house.store, read, unfitness: read };
  const house: House = { ...stage.house, store, alarm: (kind) => void log.push(kind) };
  return { log, app: buildServer(house, { logTo: { write: (line) => void log.push(line) } }) };
};

describe('operations', () => {
  it('GET /healthz says that the process is up, without credentials', async () => {
    const answer = await ask(stage, '/healthz');
    expect([answer.statusCode, answer.body, answer.headers['content-type']]).toEqual([
      200,
      '{"status":"ok"}',
      'application/json',
    ]);
  });

  it('GET /readyz says that the database answers', async () => {
    const answer = await ask(stage, '/readyz');
    expect([answer.statusCode, answer.body]).toEqual([200, '{"status":"ready"}']);
  });

  it('without a database /readyz is 503 and does not say why, while /healthz is 200', async () => {
    for (const error of [new ParleyError('store-unavailable'), new Error('password of the database')]) {
      const { app } = failing(error);
      const answer = await app.inject('/readyz');
      expect(answer.statusCode).toBe(503);
      expect(answer.json()).toEqual({
        type: 'about:blank',
        title: 'the database cannot be reached: try again',
        status: 503,
        code: 'store-unavailable',
      });
      expect((await app.inject('/healthz')).statusCode).toBe(200);
      await app.close();
    }
  });

  it('other paths and methods are problems of RFC 9457', async () => {
    const unknown = await ask(stage, '/nowhere');
    expect([unknown.statusCode, unknown.headers['content-type']]).toEqual([404, 'application/problem+json']);
    expect(unknown.json()).toMatchObject({ status: 404, code: 'not-found' });
    const wrong = await ask(stage, '/healthz', { method: 'DELETE' });
    expect([wrong.statusCode, wrong.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});

describe('a store that fails', () => {
  it('T013 unreachable is 503 with Retry-After on every endpoint', async () => {
    const { app } = failing(new ParleyError('store-unavailable'));
    for (const url of [
      '/taxii2/',
      '/taxii2/main/',
      '/taxii2/main/collections/',
      '/taxii2/main/collections/ics/objects/',
      '/api/v1/me',
    ]) {
      const answer = await app.inject({ url, headers: { accept: TAXII, authorization: `Bearer ${stage.meridian.token}` } });
      expect([url, answer.statusCode]).toEqual([url, 503]);
      expect(answer.headers['content-type']).toBe(url.startsWith('/taxii2/') ? TAXII : 'application/problem+json');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
    }
    await app.close();
  });

  it('T013 T070 T071 in an unforeseen way is 500 without its message, which is not in the log either', async () => {
    const { app, log } = failing(new TypeError('content of an object'));
    const answer = await app.inject({
      url: '/taxii2/',
      headers: { accept: TAXII, authorization: `Bearer ${stage.meridian.token}` },
    });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([500, TAXII]);
    expect(answer.json()).toEqual({ title: 'an internal error occurred', error_code: 'fault', http_status: '500' });
    expect(log.join('')).toContain('TypeError');
    expect(log.join('')).not.toContain('content of an object');
    await app.close();
  });
});

describe('GET /api/v1/me', () => {
  it('says who the caller is and how far it is trusted', async () => {
    const answer = await ask(stage, '/api/v1/me', { as: stage.meridian, headers: { accept: 'application/json' } });
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'application/json']);
    expect(answer.json()).toEqual({
      participant: { slug: 'meridian', name: 'meridian of tests' },
      tiers: {
        military: 'closed',
        political: 'closed',
        intelligence: 'closed',
        'law-enforcement': 'closed',
        cyber: 'partner',
        finance: 'closed',
      },
      agreements: [],
      commitments: [],
    });
  });

  it('without credentials is 401 as a problem, with both challenges', async () => {
    const answer = await ask(stage, '/api/v1/me');
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([401, 'application/problem+json']);
    expect(answer.headers['www-authenticate']).toHaveLength(2);
  });
});
