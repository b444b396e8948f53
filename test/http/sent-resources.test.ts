import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amend } from '../../src/exchange/admit.js';
import { openCollection } from '../../src/exchange/open-collection.js';
import { type Partner, publishTo } from '../house-fixture.js';
import { breaches, SHAPES, type ShapeName } from './resource-shape.js';
import { type Asking, ask, envelopeOf, idOf, idsOf, indicator, openStage, type Stage, TAXII } from './stage.js';

const CERT = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const ADDRESS = { type: 'ipv4-addr', spec_version: '2.1', id: idOf('ipv4-addr', 1), value: '198.51.100.1' };
const STATEMENT = {
  type: 'marking-definition',
  spec_version: '2.1',
  id: idOf('marking-definition', 1),
  created: '2026-01-05T00:00:00.000Z',
  definition_type: 'statement',
  definition: { statement: 'Copyright of nobody' },
};
/** What everybody that lists the collection gets, and what a partner alone gets. */
const CLEAR = [ADDRESS, STATEMENT, indicator(1), indicator(1, 2)];
const GREEN = [indicator(2), indicator(3, 1, { name: 'Relay 3, "quoted"', labels: ['a', 'b'] })];

let stage: Stage;

beforeAll(async () => {
  stage = await openStage();
  const { house } = stage;
  await openCollection(house, {
    alias: 'inbox',
    title: 'Inbox',
    description: 'What partners send',
    track: 'cyber',
    references: 'open',
    writableBy: ['meridian'],
    labels: { tlp: ['green'] },
  });
  await amend(house, 'meridian', { identities: [CERT] });
  await publishTo(house, 'ics', CLEAR, { tlp: ['clear'] });
  await publishTo(house, 'ics', GREEN);
});
afterAll(() => stage.close());

/** All that breaks the standard, and every property that was met. */
const findings: string[] = [];
const met = new Set<string>();

const look = async (shape: ShapeName, path: string, asking: Asking = {}) => {
  const answer = await ask(stage, path, { as: stage.meridian, ...asking });
  expect([path, answer.headers['content-type']]).toEqual([path, TAXII]);
  const isError = answer.statusCode >= 400;
  const name = isError ? 'error' : shape;
  findings.push(
    ...breaches(SHAPES[name], answer.json(), `${name} of ${path}`, (place) => met.add(place.replace(` of ${path}`, ''))),
  );
  if (isError) expect(answer.json()).toMatchObject({ http_status: String(answer.statusCode) });
  return answer;
};

const post = (objects: readonly object[]) =>
  look('status', 'collections/inbox/objects/', {
    method: 'POST',
    headers: { 'content-type': TAXII },
    payload: JSON.stringify({ objects }),
  });

const mine = (number: number, more: object = {}) => indicator(number, 1, { created_by_ref: CERT, ...more });

const lookAtPages = async (as: Partner) => {
  const one = `collections/ics/objects/${idOf('indicator', 1)}/`;
  for (const [shape, path] of [
    ['envelope', 'collections/ics/objects/?'],
    ['envelope', `${one}?match[version]=all&`],
    ['manifest', 'collections/ics/manifest/?match[version]=all&'],
    ['versions', `${one}versions/?`],
  ] as const) {
    const first = envelopeOf(await look(shape, `${path}limit=1`, { as }));
    if (first.next !== undefined) await look(shape, `${path}limit=1&next=${first.next}`, { as });
    await look(shape, `${path}limit=1000`, { as });
    await look(shape, `${path}match[spec_version]=2.0`, { as });
  }
  for (const id of [ADDRESS.id, STATEMENT.id]) await look('versions', `collections/ics/objects/${id}/versions/`, { as });
};

const lookAtErrors = async () => {
  const objects = 'collections/inbox/objects/';
  const send = (payload: string, type = TAXII): Asking => ({ method: 'POST', headers: { 'content-type': type }, payload });
  const statuses: number[] = [];
  for (const [path, asking] of [
    ['collections/ics/objects/?limit=x', {}],
    ['collections/ics/objects/', { headers: { authorization: '' } }],
    ['collections/ics/objects/', send('{}')],
    ['collections/none/', {}],
    ['status/none/', {}],
    ['', { method: 'DELETE' }],
    [objects, { headers: { accept: 'text/html' } }],
    [objects, send(' '.repeat(10_485_761))],
    [`${objects}?match[id]=${'x'.repeat(20_000)}`, {}],
    [objects, send('{}', 'text/plain')],
    [objects, send('{"objects":[]}')],
  ] as const)
    statuses.push((await look('error', path, asking)).statusCode);
  expect(statuses).toEqual([400, 401, 403, 404, 404, 405, 406, 413, 414, 415, 422]);
};

describe('every resource that is sent', () => {
  beforeAll(async () => {
    for (const as of [stage.meridian, stage.visitor, stage.stranger]) {
      await look('discovery', '/taxii2/', { as });
      await look('api-root', '', { as });
      await look('collections', 'collections/', { as });
      await look('collection', 'collections/ics/', { as });
      await look('collection', `collections/${stage.ics.id}/`, { as });
      await lookAtPages(as);
    }
    const { pattern: _, ...broken } = mine(20);
    const told = await post([mine(21), broken, { type: 'nonsense' }, { id: 7 }]);
    expect(told.json()).toMatchObject({ success_count: 1, failure_count: 3 });
    const large = (await post(Array.from({ length: 300 }, (_, at) => mine(100 + at, { description: 'x'.repeat(4_000) })))).json<{
      id: string;
      status: string;
    }>();
    expect(large.status).toBe('pending');
    for (let { status } = large; status === 'pending'; )
      status = (await look('status', `status/${large.id}/`)).json<{ status: string }>().status;
    await lookAtErrors();
  });

  it('T001 T002 T003 T005 T006 T007 T011 T079 T089 T094 T096 has what its table requires, each of its type', () => {
    expect(findings.filter((finding) => !/empty one|not of the standard/.test(finding))).toEqual([]);
  });

  it('T004 T077 T101 T109 has no empty list', () => {
    expect(findings.filter((finding) => finding.includes('empty one'))).toEqual([]);
    expect(Object.keys(SHAPES).filter((name) => ![...met].some((place) => place.startsWith(`${name}.`)))).toEqual([]);
  });

  it('T130 T072 T079 has no property of our own: there is no name that could be wrong', () => {
    expect(findings.filter((finding) => finding.includes('not of the standard'))).toEqual([]);
  });

  it('was looked at in all of its properties that Parley sends', () => {
    const detail = ['id', 'version'];
    const collection = ['id', 'title', 'description', 'alias', 'can_read', 'can_write', 'media_types'];
    const counts = ['total_count', 'success_count', 'failure_count', 'pending_count'];
    const expected = {
      discovery: ['title', 'default', 'api_roots'],
      'api-root': ['title', 'versions', 'max_content_length'],
      'collections.collections[]': collection,
      collection: collection.filter((name) => name !== 'description'),
      envelope: ['more', 'next', 'objects'],
      manifest: ['more', 'next', 'objects'],
      'manifest.objects[]': ['id', 'date_added', 'version', 'media_type'],
      versions: ['more', 'next', 'versions'],
      status: ['id', 'status', 'request_timestamp', ...counts, 'successes', 'failures'],
      'status.successes[]': detail,
      'status.failures[]': [...detail, 'message'],
      error: ['title', 'error_code', 'http_status'],
    };
    const places = Object.entries(expected).flatMap(([at, names]) => names.map((name) => `${at}.${name}`));
    expect([...met].toSorted()).toEqual([...places, 'collections.collections'].toSorted());
  });
});

describe('a shape', () => {
  const found = (name: ShapeName, value: unknown) => breaches(SHAPES[name], value, 'it', () => undefined);

  it('finds what other servers are known to send', () => {
    expect(found('envelope', { objects: [] })).toEqual(['it.objects is no list, or an empty one']);
    expect(found('envelope', { more: 'true', next: 7 })).toHaveLength(2);
    expect(found('envelope', { type: 'bundle', objects: [{ type: 'bundle', id: 'x' }] })).toHaveLength(2);
    expect(found('versions', { versions: ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000000+00:00'] })).toHaveLength(2);
    expect(found('collection', { id: 'ics', title: 'x', can_read: 'true' })).toHaveLength(3);
    expect(found('api-root', { title: 'x', versions: ['taxii-2.1'], max_content_length: 0 })).toHaveLength(2);
    expect(found('manifest', { objects: [{ id: idOf('tool', 1), date_added: '2026-01-01T00:00:00.000000Z' }] })).toHaveLength(1);
    expect(found('error', { title: 'x', http_status: 404 })).toHaveLength(1);
    expect(found('discovery', { title: 'x', default: '//a/', api_roots: ['../api/'] })).toHaveLength(2);
    expect(found('discovery', { title: 'x', X: 1 })).toEqual(['it.X is not of the standard']);
  });
});

describe('the same object for different callers', () => {
  const everything = (as: Partner) => ask(stage, 'collections/ics/objects/?limit=1000&match[version]=all', { as });

  it('T145 D6 is left out whole or comes byte for byte the same, with all of its properties', async () => {
    const [partner, contact] = [await everything(stage.meridian), await everything(stage.visitor)];
    for (const object of CLEAR) {
      for (const answer of [partner, contact]) expect(answer.body).toContain(JSON.stringify(object));
    }
    for (const object of GREEN) expect(partner.body).toContain(JSON.stringify(object));
    expect(idsOf(partner)).toHaveLength(CLEAR.length + GREEN.length);
    expect(contact.body).toBe(JSON.stringify({ objects: CLEAR }));
  });

  it('T145 T108 T105 has the same entry but for its date, and a media type that its collection names', async () => {
    const { media_types } = (await ask(stage, 'collections/ics/', { as: stage.visitor })).json<{ media_types: string[] }>();
    const entries = async (as: Partner) =>
      (await ask(stage, 'collections/ics/manifest/?match[version]=all', { as }))
        .json<{ objects: { id: string; version: string; media_type: string; date_added: string }[] }>()
        .objects.map(({ date_added: _, ...entry }) => entry);
    const [all, some] = [await entries(stage.meridian), await entries(stage.visitor)];
    expect(all).toEqual(expect.arrayContaining(some));
    expect(new Set(all.map(({ id, version }) => `${id} ${version}`)).size).toBe(CLEAR.length + GREEN.length);
    for (const { media_type } of [...all, ...some]) expect(media_types).toContain(media_type);
  });
});
