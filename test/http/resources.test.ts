import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { addCollection, NODE_NAME, publishTo, trust } from '../house-fixture.js';
import { ask, envelopeOf, idOf, idsOf, indicator, openStage, range, type Stage, seenOf, TAXII } from './stage.js';

const ADDRESS = {
  type: 'ipv4-addr',
  spec_version: '2.1',
  id: 'ipv4-addr--ff26c055-6336-5bc5-b98d-13d6226742dd',
  value: '198.51.100.3',
};
const STATEMENT = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: idOf('marking-definition', 1),
  created: '2026-01-05T00:00:00.000Z',
  definition_type: 'statement',
  definition: { statement: 'Copyright of nobody' },
};
/** JSON as somebody may well write it: not as we would. */
const ODD = JSON.stringify(indicator(9))
  .replace('"type":"indicator",', ' "name" : "Caf\\u00e9 \\/ relay",\n\t"type":"indicator",')
  .replace(/,"name":"Relay 9"/, '');

let stage: Stage;
let objects: string;

beforeAll(async () => {
  stage = await openStage();
  objects = `collections/${stage.ics.id}/objects/`;
  await publishTo(stage.house, 'ics', [indicator(1, 1), ADDRESS, STATEMENT, ODD]);
  stage.wait(5_000);
  await publishTo(stage.house, 'ics', [indicator(1, 2)]);
});
afterAll(() => stage.close());

const meridianAsks = (path: string, more = {}) => ask(stage, path, { as: stage.meridian, ...more });

describe('server information', () => {
  it('T085 T140 discovery is at /taxii2/ on the root of the host', async () => {
    const answer = await meridianAsks('/taxii2/');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ title: NODE_NAME, default: '/taxii2/main/', api_roots: ['/taxii2/main/'] });
  });

  it('T086 T141 D8 default is one of api_roots, character for character', async () => {
    const { default: root, api_roots } = (await meridianAsks('/taxii2/')).json<{ default: string; api_roots: string[] }>();
    expect(api_roots).toContain(root);
  });

  it('T087 an API root is relative with one slash and no query, and leads to itself', async () => {
    const { api_roots } = (await meridianAsks('/taxii2/')).json<{ api_roots: string[] }>();
    for (const root of api_roots) {
      expect(root).toMatch(/^\/[^/?][^?]*\/$/);
      expect((await meridianAsks(root)).statusCode).toBe(200);
    }
  });

  it('T088 T089 T090 T091 the API root names title, versions with our media type, and max_content_length', async () => {
    const answer = await meridianAsks('');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ title: NODE_NAME, versions: [TAXII], max_content_length: 10_485_760 });
  });

  it('T092 an unknown status is 404', async () => {
    expect((await meridianAsks('status/2d086da7-4bdc-4f91-900e-d77486753710/')).statusCode).toBe(404);
  });
});

describe('collections', () => {
  it('T100 T103 T105 T002 are listed with the properties that the standard requires, rights as they are for the caller', async () => {
    const answer = await meridianAsks('collections/');
    expect(answer.json()).toEqual({
      collections: [
        {
          id: stage.ics.id,
          title: 'Collection ics',
          alias: 'ics',
          can_read: true,
          can_write: false,
          media_types: ['application/stix+json;version=2.1'],
        },
      ],
    });
    expect(stage.ics.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('T101 T004 nobody that may list none sees an empty list: the key is omitted', async () => {
    expect((await ask(stage, 'collections/', { as: stage.stranger })).body).toBe('{}');
  });

  it('T031 T104 come in the same order on every request, oldest first, and no two have one alias', async () => {
    const many = await openStage();
    const names = ['zeta', 'alpha', 'mid'];
    for (const name of names) await addCollection(many.house, name, 'cyber');
    await expect(addCollection(many.house, 'alpha', 'cyber')).rejects.toMatchObject({ code: 'slug-taken' });
    const bodies = await Promise.all(range(1, 5).map(async () => (await ask(many, 'collections/', { as: many.meridian })).body));
    expect(new Set(bodies).size).toBe(1);
    const { collections } = JSON.parse(bodies[0] ?? '') as { collections: { alias: string }[] };
    expect(collections.map(({ alias }) => alias)).toEqual(['ics', ...names]);
    await many.close();
  });

  it('T102 one is found by its id, with the same resource as in the list', async () => {
    const { collections } = (await meridianAsks('collections/')).json<{ collections: unknown[] }>();
    expect((await meridianAsks(`collections/${stage.ics.id}/`)).json()).toEqual(collections[0]);
  });

  it('T104 D8 the alias works in every path, and the resource names the UUID', async () => {
    for (const path of [
      '',
      'objects/',
      'manifest/',
      `objects/${idOf('indicator', 1)}/`,
      `objects/${idOf('indicator', 1)}/versions/`,
    ]) {
      const byAlias = await meridianAsks(`collections/ics/${path}`);
      expect(byAlias.statusCode).toBe(200);
      expect(byAlias.body).toBe((await meridianAsks(`collections/${stage.ics.id}/${path}`)).body);
    }
    expect((await meridianAsks('collections/ics/')).json()).toMatchObject({ id: stage.ics.id });
  });

  it('T010 the last slash of a path may be missing', async () => {
    for (const path of [
      'collections',
      `collections/${stage.ics.id}`,
      `collections/${stage.ics.id}/objects?limit=1`,
      `collections/ics/manifest`,
    ]) {
      expect((await meridianAsks(path)).body).toBe((await meridianAsks(path.replace(/(\?|$)/, '/$1'))).body);
    }
    expect((await meridianAsks('/taxii2')).statusCode).toBe(200);
  });
});

describe('objects', () => {
  it('T075 T076 come in an envelope of STIX objects, never a bundle', async () => {
    const answer = await meridianAsks(objects);
    expect(answer.statusCode).toBe(200);
    expect(Object.keys(envelopeOf(answer))).toEqual(['objects']);
    expect(idsOf(answer)).toEqual([ADDRESS.id, STATEMENT.id, idOf('indicator', 9), idOf('indicator', 1)]);
  });

  it('leave byte for byte as they came, however they were written', async () => {
    const all = await meridianAsks(objects);
    expect(all.body).toContain(`,${ODD},`);
    expect((await meridianAsks(`${objects}${idOf('indicator', 9)}/`)).body).toBe(`{"objects":[${ODD}]}`);
  });

  it('T077 T112 nothing to send is an envelope without objects', async () => {
    const answer = await meridianAsks(`${objects}?match[type]=malware`);
    expect(answer.statusCode).toBe(200);
    expect(answer.body).toBe('{}');
  });

  it('T001 T078 more is a JSON boolean, there only with next, a string', async () => {
    const first = envelopeOf(await meridianAsks(`${objects}?limit=3`));
    expect(first.more).toBe(true);
    expect(typeof first.next).toBe('string');
    const rest = envelopeOf(await meridianAsks(`${objects}?limit=3&next=${first.next}`));
    expect(Object.keys(rest)).toEqual(['objects']);
  });

  it('T118 one is found by its STIX id, in its latest version', async () => {
    const answer = await meridianAsks(`${objects}${idOf('indicator', 1)}/`);
    expect(envelopeOf(answer).objects).toEqual([indicator(1, 2)]);
    const all = await meridianAsks(`${objects}${idOf('indicator', 1)}/?match[version]=all&limit=1`);
    expect(envelopeOf(all)).toMatchObject({ more: true, objects: [indicator(1, 1)] });
    const next = envelopeOf(all).next;
    expect(envelopeOf(await meridianAsks(`${objects}${idOf('indicator', 1)}/?match[version]=all&next=${next}`)).objects).toEqual([
      indicator(1, 2),
    ]);
  });

  it('T118 D1 an unknown one is 404, its versions too', async () => {
    for (const id of [idOf('indicator', 77), idOf('malware', 1), 'indicator', 'x']) {
      expect((await meridianAsks(`${objects}${id}/`)).statusCode).toBe(404);
      expect((await meridianAsks(`${objects}${id}/versions/`)).statusCode).toBe(404);
    }
  });

  it('T119 of a known one the filters may leave nothing: an empty envelope with 200', async () => {
    for (const filter of ['match[version]=2020-01-01T00:00:00Z', 'match[spec_version]=2.0', 'added_after=2027-01-01T00:00:00Z']) {
      const answer = await meridianAsks(`${objects}${idOf('indicator', 1)}/?${filter}`);
      expect([answer.statusCode, answer.body]).toEqual([200, '{}']);
    }
  });

  it('T124 have their versions listed, oldest first', async () => {
    const answer = await meridianAsks(`${objects}${idOf('indicator', 1)}/versions/`);
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual({ versions: ['2026-02-01T08:00:00.000000Z', '2026-02-02T08:00:00.000000Z'] });
  });

  it('T124 T065 versions are filtered and paged; of a known object nothing left is {}', async () => {
    const versions = `${objects}${idOf('indicator', 1)}/versions/`;
    const first = envelopeOf(await meridianAsks(`${versions}?limit=1`));
    expect(first).toMatchObject({ more: true, versions: ['2026-02-01T08:00:00.000000Z'] });
    expect((await meridianAsks(`${versions}?limit=1&next=${first.next}`)).json()).toEqual({
      versions: ['2026-02-02T08:00:00.000000Z'],
    });
    expect((await meridianAsks(`${versions}?match[spec_version]=2.0`)).body).toBe('{}');
    expect((await meridianAsks(`${versions}?added_after=2026-01-02T00:00:02Z`)).json()).toEqual({
      versions: ['2026-02-02T08:00:00.000000Z'],
    });
  });

  it('T124 T110 without modified their version is created, without both the constant', async () => {
    const versions = async (id: string) => (await meridianAsks(`${objects}${id}/versions/`)).json();
    expect(await versions(STATEMENT.id)).toEqual({ versions: ['2026-01-05T00:00:00.000000Z'] });
    expect(await versions(ADDRESS.id)).toEqual({ versions: ['1970-01-01T00:00:00.000000Z'] });
  });

  it('T049 T050 are of STIX 2.1 where they do not say it, as an observable need not', async () => {
    const { spec_version: _, ...silent } = { ...ADDRESS, id: idOf('ipv4-addr', 9), value: '198.51.100.9' };
    await publishTo(stage.house, 'money', [silent]);
    await trust(stage.house, 'visitor', 'finance', 'partner');
    const get = async (query: string) => (await ask(stage, `collections/money/objects/${query}`, { as: stage.visitor })).body;
    expect(await get('?match[spec_version]=2.1')).toBe(JSON.stringify({ objects: [silent] }));
    expect(await get('')).toBe(await get('?match[spec_version]=2.1'));
    expect(await get('?match[spec_version]=2.0')).toBe('{}');
  });
});

describe('the manifest', () => {
  it('T108 T110 T055 has id, date_added, version and media type of each: modified, else created, else a constant', async () => {
    const answer = await meridianAsks(`collections/${stage.ics.id}/manifest/`);
    expect(answer.json()).toEqual({
      objects: [
        [ADDRESS.id, '2026-01-02T00:00:00.001000Z', '1970-01-01T00:00:00.000000Z'],
        [STATEMENT.id, '2026-01-02T00:00:00.002000Z', '2026-01-05T00:00:00.000000Z'],
        [idOf('indicator', 9), '2026-01-02T00:00:00.003000Z', '2026-02-01T08:00:00.000000Z'],
        [idOf('indicator', 1), '2026-01-02T00:00:05.000000Z', '2026-02-02T08:00:00.000000Z'],
      ].map(([id, date_added, version]) => ({ id, date_added, version, media_type: 'application/stix+json;version=2.1' })),
    });
  });

  it('T108 has one entry for each version that is asked for', async () => {
    const answer = await meridianAsks(
      `collections/${stage.ics.id}/manifest/?match[id]=${idOf('indicator', 1)}&match[version]=all`,
    );
    expect(answer.json<{ objects: { version: string }[] }>().objects.map(({ version }) => version)).toEqual([
      '2026-02-01T08:00:00.000000Z',
      '2026-02-02T08:00:00.000000Z',
    ]);
  });

  it('T106 is filtered as objects are', async () => {
    for (const filter of [
      'match[type]=indicator',
      'match[type]=ipv4-addr,marking-definition',
      `match[id]=${idOf('indicator', 9)},${ADDRESS.id}`,
      'match[version]=first',
      'match[spec_version]=2.0',
      'match[spec_version]=2.1',
      'limit=2',
      'added_after=2026-01-02T00:00:03Z',
    ]) {
      const listed = await meridianAsks(`collections/${stage.ics.id}/manifest/?${filter}`);
      expect(idsOf(listed)).toEqual(idsOf(await meridianAsks(`${objects}?${filter}`)));
    }
  });

  it('T109 nothing to list: the key is omitted', async () => {
    expect((await meridianAsks(`collections/${stage.ics.id}/manifest/?match[type]=malware`)).body).toBe('{}');
  });

  it('T055 T054 each object is found by the version that the manifest gave: modified, created, or the constant', async () => {
    const listed = await meridianAsks(`collections/${stage.ics.id}/manifest/?match[version]=all`);
    const entries = listed.json<{ objects: { id: string; version: string }[] }>().objects;
    expect(entries).toHaveLength(5);
    for (const { id, version } of entries) {
      expect(idsOf(await meridianAsks(`${objects}?match[id]=${id}&match[version]=${version}`))).toEqual([id]);
      expect(idsOf(await meridianAsks(`${objects}${id}/?match[version]=${version}`))).toEqual([id]);
    }
  });
});

describe('what cannot be done', () => {
  it('T114 T113 adding objects where can_write is false is 403, whatever is sent', async () => {
    for (const headers of [
      { 'content-type': TAXII },
      { 'content-type': 'application/stix+json; version=2.1' },
      { 'content-type': '' },
    ]) {
      const answer = await meridianAsks(objects, { method: 'POST', payload: '{"objects":[{"broken"', headers });
      expect(answer.statusCode).toBe(403);
      expect(answer.json()).toMatchObject({ http_status: '403', error_code: 'not-writable' });
    }
    expect(idsOf(await meridianAsks(objects))).toHaveLength(4);
  });

  it('T015 no Content-Type that TAXII defines leads to 415', async () => {
    for (const type of [TAXII, 'application/taxii+json; version=2.1', `${TAXII};charset=utf-8`, 'application/taxii+json']) {
      const answer = await meridianAsks(objects, { method: 'POST', payload: '{}', headers: { 'content-type': type } });
      expect(answer.statusCode).toBe(403);
    }
  });

  it('T120 T121 deleting with can_read true and can_write false is 403, for an object there is and for one there is not', async () => {
    const known = await meridianAsks(`${objects}${idOf('indicator', 1)}/`, { method: 'DELETE' });
    const unknown = await meridianAsks(`${objects}${idOf('indicator', 78)}/`, { method: 'DELETE' });
    expect(known.statusCode).toBe(403);
    expect(seenOf(unknown)).toEqual(seenOf(known));
    expect((await meridianAsks(`${objects}${idOf('indicator', 1)}/`)).statusCode).toBe(200);
  });

  it('T114 T121 T107 T111 T125 in a collection that the caller may not list, all of it is 404', async () => {
    for (const path of ['', 'objects/', 'manifest/', `objects/${ADDRESS.id}/`, `objects/${ADDRESS.id}/versions/`]) {
      expect((await meridianAsks(`collections/${stage.money.id}/${path}`)).statusCode).toBe(404);
    }
    const post = { method: 'POST', payload: '{}', headers: { 'content-type': TAXII } };
    expect((await meridianAsks(`collections/${stage.money.id}/objects/`, post)).statusCode).toBe(404);
    expect((await meridianAsks(`collections/${stage.money.id}/objects/${ADDRESS.id}/`, { method: 'DELETE' })).statusCode).toBe(
      404,
    );
  });
});
