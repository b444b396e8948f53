import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deleteObject } from '../../src/exchange/delete-object.js';
import { ask, envelopeOf, idOf, idsOf, openStage, publishIndicators, range, type Stage } from './stage.js';

const COUNT = 23;

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, COUNT));
});
afterAll(() => stage.close());

const expected = range(1, COUNT).map((number) => idOf('indicator', number));

/** Everything that a client reads that goes on by `next`. */
const readByNext = async (endpoint: string, query: string): Promise<readonly string[]> => {
  const ids: string[] = [];
  let next = '';
  for (let pages = 0; pages <= COUNT; pages++) {
    const answer = await ask(stage, `collections/${stage.ics.id}/${endpoint}/?${query}${next}`, { as: stage.meridian });
    expect(answer.statusCode).toBe(200);
    ids.push(...idsOf(answer));
    const envelope = envelopeOf(answer);
    if (envelope.more !== true) return ids;
    next = `&next=${envelope.next}`;
  }
  throw new Error('the pages do not end');
};

/** As clients do that know only the header. */
const readByDate = async (endpoint: string, limit: number): Promise<readonly string[]> => {
  const ids: string[] = [];
  let after = '';
  for (let pages = 0; pages <= COUNT; pages++) {
    const answer = await ask(stage, `collections/${stage.ics.id}/${endpoint}/?limit=${limit}${after}`, { as: stage.meridian });
    ids.push(...idsOf(answer));
    if (envelopeOf(answer).more !== true) return ids;
    after = `&added_after=${answer.headers['x-taxii-date-added-last']}`;
  }
  throw new Error('the pages do not end');
};

describe('pages', () => {
  it('T060 T044 T065 by next give everything once and in order, on objects and on the manifest', async () => {
    for (const endpoint of ['objects', 'manifest']) {
      for (const limit of [1, 2, 5, COUNT - 1, COUNT, COUNT + 1])
        expect(await readByNext(endpoint, `limit=${limit}`)).toEqual(expected);
    }
  });

  it('T062 by added_after alone give everything once and in order, though all were published at one instant', async () => {
    for (const endpoint of ['objects', 'manifest']) {
      for (const limit of [1, 4, 10]) expect(await readByDate(endpoint, limit)).toEqual(expected);
    }
  });

  it('T061 by next keep the filters of the query', async () => {
    const some = expected.slice(3, 12);
    expect(await readByNext('objects', `limit=2&match[id]=${some.join(',')}`)).toEqual(some);
    expect(await readByNext('objects', 'limit=4&added_after=2026-01-02T00:00:00.010000Z')).toEqual(expected.slice(11));
  });

  it('T061 the limit may change from page to page, and a next may be used again: the same bytes', async () => {
    const path = `collections/${stage.ics.id}/objects/`;
    const { next } = envelopeOf(await ask(stage, `${path}?limit=5`, { as: stage.meridian }));
    const once = await ask(stage, `${path}?limit=3&next=${next}`, { as: stage.meridian });
    expect(idsOf(once)).toEqual(expected.slice(5, 8));
    expect((await ask(stage, `${path}?limit=3&next=${next}`, { as: stage.meridian })).body).toBe(once.body);
  });

  it('go on when added_after is moved up to the last page, as one client does beside next', async () => {
    const path = `collections/${stage.ics.id}/objects/`;
    const first = await ask(stage, `${path}?limit=5`, { as: stage.meridian });
    const after = String(first.headers['x-taxii-date-added-last']).replace(/\d{3}Z$/, 'Z');
    const second = await ask(stage, `${path}?limit=5&next=${envelopeOf(first).next}&added_after=${after}`, {
      as: stage.meridian,
    });
    expect(idsOf(second)).toEqual(expected.slice(5, 10));
  });

  it('T061 with other filters an old next is 400', async () => {
    const path = `collections/${stage.ics.id}/objects/`;
    const { next } = envelopeOf(await ask(stage, `${path}?limit=5`, { as: stage.meridian }));
    for (const changed of [
      'match[type]=indicator',
      'match[version]=all',
      'match[spec_version]=2.1',
      `match[id]=${expected[7]}`,
      'added_after=2026-06-01T00:00:00Z',
    ]) {
      const answer = await ask(stage, `${path}?${changed}&next=${next}`, { as: stage.meridian });
      expect([changed, answer.statusCode]).toEqual([changed, 400]);
    }
  });

  it('T063 may be empty after `more`, when what was left has been deleted', async () => {
    const shrinking = await openStage();
    await publishIndicators(shrinking, range(1, 4));
    const path = `collections/${shrinking.ics.id}/objects/`;
    const { more, next } = envelopeOf(await ask(shrinking, `${path}?limit=3`, { as: shrinking.meridian }));
    expect(more).toBe(true);
    await deleteObject(shrinking.house, { id: idOf('indicator', 4), by: 'admin', reason: 'a test' });
    const rest = await ask(shrinking, `${path}?limit=3&next=${next}`, { as: shrinking.meridian });
    expect([rest.statusCode, rest.body]).toEqual([200, '{}']);
    await shrinking.close();
  });

  it('T122 no longer hold what was deleted: the object is 404, on every endpoint as if it had never been', async () => {
    const shrinking = await openStage();
    await publishIndicators(shrinking, range(1, 2));
    await deleteObject(shrinking.house, { id: idOf('indicator', 2), by: 'admin', reason: 'a test' });
    const base = `collections/${shrinking.ics.id}/`;
    const get = (path: string) => ask(shrinking, `${base}${path}`, { as: shrinking.meridian });
    expect(idsOf(await get('objects/'))).toEqual([idOf('indicator', 1)]);
    expect(idsOf(await get('manifest/?match[version]=all'))).toEqual([idOf('indicator', 1)]);
    expect((await get(`objects/${idOf('indicator', 2)}/`)).body).toBe((await get(`objects/${idOf('indicator', 3)}/`)).body);
    expect((await get(`objects/${idOf('indicator', 2)}/versions/`)).statusCode).toBe(404);
    await shrinking.close();
  });
});
