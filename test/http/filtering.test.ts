import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DOMAIN_TYPES, META_TYPES, OBSERVABLE_TYPES, RELATIONSHIP_TYPES } from '../../src/core/stix/model/object-types.js';
import { publishTo, trust } from '../house-fixture.js';
import { ask, envelopeOf, idOf, idsOf, indicator, openStage, publishIndicators, range, type Stage } from './stage.js';

const malware = (number: number) => ({
  type: 'malware',
  spec_version: '2.1',
  id: idOf('malware', number),
  created: '2020-01-01T00:00:00.000Z',
  modified: '2020-01-01T00:00:00.123456Z',
  name: `Loader ${number}`,
  is_family: false,
});

let stage: Stage;
let base: string;

const FIRST_BATCH = '2026-01-02T00:00:00';
const SECOND_BATCH = '2026-01-02T01:00:00';

/** Indicators 1 to 4 and a malware; an hour later a second version of indicator 2, and indicator 5. */
beforeAll(async () => {
  stage = await openStage();
  base = `collections/${stage.ics.id}/objects/`;
  await publishIndicators(stage, range(1, 4));
  await publishTo(stage.house, 'ics', [malware(1)]);
  stage.wait(3_600_000);
  await publishTo(stage.house, 'ics', [indicator(2, 9), indicator(5)]);
});
afterAll(() => stage.close());

const get = (query: string) => ask(stage, `${base}${query}`, { as: stage.meridian });
const indicators = (...numbers: number[]) => numbers.map((number) => idOf('indicator', number));

describe('the order of objects', () => {
  it('T030 T038 is ascending by date added; without added_after the oldest come first', async () => {
    const expected = [...indicators(1, 3, 4), idOf('malware', 1), ...indicators(2, 5)];
    expect(idsOf(await get(''))).toEqual(expected);
    expect(idsOf(await ask(stage, `collections/${stage.ics.id}/manifest/`, { as: stage.meridian }))).toEqual(expected);
  });

  it('T062 date_added strictly increases, also for objects published at one instant', async () => {
    const manifest = await ask(stage, `collections/${stage.ics.id}/manifest/?match[version]=all`, { as: stage.meridian });
    const dates = (envelopeOf(manifest).objects ?? []).map(({ date_added }) => String(date_added));
    expect(dates).toHaveLength(7);
    expect(dates).toEqual([...new Set(dates)].sort());
  });

  it('T039 follows the addition to the feed, never created or modified: what is granted later comes later', async () => {
    const later = await openStage();
    await publishTo(later.house, 'money', [malware(7)]);
    later.wait(60_000);
    await trust(later.house, 'meridian', 'finance', 'partner');
    const answer = await ask(later, `collections/${later.money.id}/objects/?added_after=2026-01-02T00:00:30Z`, {
      as: later.meridian,
    });
    expect(idsOf(answer)).toEqual([idOf('malware', 7)]);
    expect(answer.headers['x-taxii-date-added-first']).toBe('2026-01-02T00:01:00.000000Z');
    await later.close();
  });
});

describe('X-TAXII-Date-Added', () => {
  it('T025 T026 T027 T006 T007 first and last are those of the page, with six digits and Z, on all four endpoints', async () => {
    const id = idOf('indicator', 2);
    for (const [path, first, last] of [
      [`${base}?limit=2`, `${FIRST_BATCH}.000000Z`, `${FIRST_BATCH}.002000Z`],
      [`collections/${stage.ics.id}/manifest/?limit=2`, `${FIRST_BATCH}.000000Z`, `${FIRST_BATCH}.002000Z`],
      [`${base}${id}/`, `${SECOND_BATCH}.000000Z`, `${SECOND_BATCH}.000000Z`],
      [`${base}${id}/?match[version]=all`, `${FIRST_BATCH}.001000Z`, `${SECOND_BATCH}.000000Z`],
      [`${base}${id}/versions/`, `${FIRST_BATCH}.001000Z`, `${SECOND_BATCH}.000000Z`],
    ] as const) {
      const { headers } = await ask(stage, path, { as: stage.meridian });
      expect([path, headers['x-taxii-date-added-first'], headers['x-taxii-date-added-last']]).toEqual([path, first, last]);
    }
  });

  it('T027 are on each page those of its own items, as the manifest dates them', async () => {
    const manifest = await ask(stage, `collections/${stage.ics.id}/manifest/`, { as: stage.meridian });
    const dates = (envelopeOf(manifest).objects ?? []).map(({ date_added }) => date_added);
    expect(dates).toHaveLength(6);
    for (const endpoint of ['objects', 'manifest']) {
      let next = '';
      for (const at of [0, 2, 4]) {
        const url = `collections/${stage.ics.id}/${endpoint}/?limit=2${next}`;
        const answer = await ask(stage, url, { as: stage.meridian });
        expect(answer.headers).toMatchObject({
          'x-taxii-date-added-first': dates[at],
          'x-taxii-date-added-last': dates[at + 1],
        });
        next = `&next=${envelopeOf(answer).next}`;
      }
    }
  });

  it('T028 D2 are left out of an empty page, on all four endpoints', async () => {
    const one = `${base}${idOf('indicator', 2)}/`;
    for (const path of [
      `${base}?match[type]=tool`,
      `collections/${stage.ics.id}/manifest/?match[type]=tool`,
      `${one}?match[version]=2020-01-01T00:00:00Z`,
      `${one}versions/?match[spec_version]=2.0`,
    ]) {
      const answer = await ask(stage, path, { as: stage.meridian });
      expect([path, answer.statusCode, answer.body]).toEqual([path, 200, '{}']);
      expect(answer.headers).not.toHaveProperty('x-taxii-date-added-first');
      expect(answer.headers).not.toHaveProperty('x-taxii-date-added-last');
    }
  });
});

describe('added_after', () => {
  it('T037 is strictly later, to the microsecond', async () => {
    expect(idsOf(await get(`?added_after=${SECOND_BATCH}.000000Z`))).toEqual(indicators(5));
    expect(idsOf(await get(`?added_after=${SECOND_BATCH}.000999Z`))).toEqual(indicators(5));
    expect(idsOf(await get(`?added_after=${SECOND_BATCH}.001000Z`))).toEqual([]);
    expect(idsOf(await get('?added_after=2026-01-02T00:59:59.999999Z'))).toEqual(indicators(2, 5));
  });

  it('D7 takes 0 to 9 digits of fraction', async () => {
    for (const digits of ['', '.0', '.000', '.000000', '.000000000']) {
      expect(idsOf(await get(`?added_after=${SECOND_BATCH}${digits}Z`))).toEqual(indicators(5));
    }
  });

  it('D7 T007 refuses offsets, a missing Z and impossible dates', async () => {
    for (const text of ['2026-01-02T00:00:00%2B00:00', '2026-01-02T00:00:00', '2026-02-30T00:00:00Z', '2026-01-02', '0']) {
      expect((await get(`?added_after=${text}`)).statusCode).toBe(400);
    }
  });

  it('takes the earliest and the latest times that can be written', async () => {
    expect(idsOf(await get('?added_after=0001-01-01T00:00:00Z'))).toHaveLength(6);
    expect((await get('?added_after=9999-12-31T23:59:59Z')).body).toBe('{}');
  });

  it('T036 may be given once', async () => {
    expect((await get('?added_after=2026-01-02T00:00:00Z&added_after=2026-01-02T00:00:00Z')).statusCode).toBe(400);
  });
});

describe('limit', () => {
  it('T041 T042 T043 is never exceeded, and all are sent that fit', async () => {
    for (const limit of range(1, 8)) {
      const { objects = [], more } = envelopeOf(await get(`?limit=${limit}`));
      expect([objects.length, more]).toEqual([Math.min(limit, 6), limit < 6 ? true : undefined]);
    }
  });

  it('T043 is 100 where none is given, and at most 1000', async () => {
    const full = await openStage();
    await publishIndicators(full, range(1, 1_100));
    const count = async (query: string) =>
      envelopeOf(await ask(full, `collections/ics/objects/${query}`, { as: full.meridian })).objects?.length;
    expect(await count('')).toBe(100);
    expect(await count('?limit=5000')).toBe(1_000);
    await full.close();
  });

  it('T040 T003 that is no integer greater than 0, or beyond 2^53, is 400', async () => {
    for (const limit of ['0', '-1', '1.5', 'ten', '', '%20', '1e3', '9007199254740992'])
      expect((await get(`?limit=${limit}`)).statusCode).toBe(400);
  });
});

describe('match', () => {
  it('T048 T046 [id] takes exact ids, ORed, brackets and commas encoded or plain', async () => {
    const [one, two] = indicators(1, 5);
    expect(idsOf(await get(`?match[id]=${one}`))).toEqual([one]);
    expect(idsOf(await get(`?match%5Bid%5D=${one}%2C${two}`))).toEqual([one, two]);
    expect(idsOf(await get(`?match[id]=${two},${one}`))).toEqual([one, two]);
    expect(idsOf(await get(`?match[id]=${idOf('indicator', 88)}`))).toEqual([]);
  });

  it('T051 [type] gives only these types, and no type of STIX 2.1 is an error', async () => {
    expect(idsOf(await get('?match[type]=malware'))).toEqual([idOf('malware', 1)]);
    expect(idsOf(await get('?match[type]=malware,indicator'))).toHaveLength(6);
    const types = [...DOMAIN_TYPES, ...RELATIONSHIP_TYPES, ...OBSERVABLE_TYPES, ...META_TYPES];
    expect(types).toHaveLength(42);
    for (const type of [...types, 'bundle', 'x-ours']) {
      const answer = await get(`?match[type]=${type}`);
      expect([type, answer.statusCode]).toEqual([type, 200]);
      expect((envelopeOf(answer).objects ?? []).every((object) => object.type === type)).toBe(true);
    }
  });

  it('T049 T050 [spec_version] gives nothing outside its list; without it, the latest: 2.1', async () => {
    expect((await get('?match[spec_version]=2.0')).body).toBe('{}');
    expect(idsOf(await get('?match[spec_version]=2.0,2.1'))).toEqual(idsOf(await get('')));
  });

  it('T052 T053 [version] is last unless first, all or several are asked for', async () => {
    const versions = async (query: string) =>
      (envelopeOf(await get(`?match[id]=${idOf('indicator', 2)}&${query}`)).objects ?? []).map(({ modified }) => modified);
    const [early, late] = ['2026-02-01T08:00:00.000Z', '2026-02-09T08:00:00.000Z'];
    expect(await versions('')).toEqual([late]);
    expect(await versions('match[version]=last')).toEqual([late]);
    expect(await versions('match[version]=first')).toEqual([early]);
    expect(await versions('match[version]=all')).toEqual([early, late]);
    expect(await versions('match[version]=first,last')).toEqual([early, late]);
    expect(await versions(`match[version]=${early}`)).toEqual([early]);
    expect(await versions(`match[version]=${early},last`)).toEqual([early, late]);
    expect(await versions('match[version]=2026-02-05T08:00:00.000Z')).toEqual([]);
    // The only version of an object is its first and its last, and comes once.
    expect(idsOf(await get(`?match[id]=${idOf('indicator', 1)}&match[version]=first,last,${early}`))).toEqual(indicators(1));
  });

  it('T054 [version] compares instants, however many digits are written', async () => {
    for (const written of ['2020-01-01T00:00:00.123456Z', '2020-01-01T00:00:00.123456000Z']) {
      expect(idsOf(await get(`?match[version]=${written}`))).toEqual([idOf('malware', 1)]);
    }
    expect(idsOf(await get('?match[version]=2020-01-01T00:00:00.123Z'))).toEqual([]);
  });

  it('T046 T018 fields are ANDed', async () => {
    expect(idsOf(await get(`?match[id]=${idOf('malware', 1)},${idOf('indicator', 1)}&match[type]=indicator`))).toEqual(
      indicators(1),
    );
    expect(idsOf(await get(`?match[id]=${idOf('malware', 1)}&match[type]=indicator`))).toEqual([]);
    expect(idsOf(await get(`?match[type]=indicator&added_after=${SECOND_BATCH}.000000Z&match[version]=first`))).toEqual(
      indicators(5),
    );
  });

  it('T045 a field given twice is 400', async () => {
    for (const field of ['id', 'type', 'version', 'spec_version']) {
      const value = { id: idOf('indicator', 1), type: 'tool', version: 'last', spec_version: '2.1' }[field];
      expect((await get(`?match[${field}]=${value}&match[${field}]=${value}`)).statusCode).toBe(400);
      expect((await get(`?match[${field}]=${value}&match%5B${field}%5D=${value}`)).statusCode).toBe(400);
    }
  });

  it('T047 an unknown field is ignored', async () => {
    expect(idsOf(await get('?match[colour]=blue'))).toHaveLength(6);
  });

  it('T035 T053 T056 a malformed value is 400 and names the field', async () => {
    for (const [field, value] of [
      ['id', 'relay'],
      ['id', `${idOf('indicator', 1)},`],
      ['id', `${idOf('indicator', 1)}, ${idOf('indicator', 2)}`],
      ['type', ''],
      ['type', 'a b'],
      ['version', 'all,first'],
      ['version', 'last,last'],
      ['version', 'newest'],
      ['version', '2026-02-30T00:00:00Z'],
      ['version', '2026-02-01T08:00:00.000+00:00'],
      ['spec_version', 'two'],
    ] as const) {
      const answer = await get(`?match[${field}]=${encodeURIComponent(value)}`);
      expect([value, answer.statusCode]).toEqual([value, 400]);
      expect(answer.json<{ title: string }>().title).toContain(`match[${field}]`);
    }
  });
});

describe('the filters of an endpoint', () => {
  const MALFORMED = [
    ['added_after', 'yesterday'],
    ['limit', '0'],
    ['next', 'forged'],
    ['match[id]', 'relay'],
    ['match[type]', 'a b'],
    ['match[version]', 'newest'],
    ['match[spec_version]', 'two'],
  ] as const;

  it('T018 T019 T035 are those of its table: malformed they are 400, and what is not among them is ignored', async () => {
    const one = `${base}${idOf('indicator', 2)}/`;
    for (const [path, ignored] of [
      [base, []],
      [`collections/${stage.ics.id}/manifest/`, []],
      [one, ['match[id]', 'match[type]']],
      [`${one}versions/`, ['match[id]', 'match[type]', 'match[version]']],
    ] as const) {
      for (const [name, value] of MALFORMED) {
        const { statusCode } = await ask(stage, `${path}?${name}=${encodeURIComponent(value)}`, { as: stage.meridian });
        const isIgnored = ignored.some((one) => one === name);
        expect([path, name, statusCode]).toEqual([path, name, isIgnored ? 200 : 400]);
      }
      expect((await ask(stage, `${path}?limit=%zz`, { as: stage.meridian })).statusCode).toBe(400);
    }
  });
});
