import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, indicator, range } from '../http/stage.js';
import { answerOf, freshHome, type ServeProcess, serve } from '../program.js';
import { drive } from './python.js';

const CREATOR = 'identity--aaaaaaaa-0000-4000-8000-000000000001';
const RULING = ['--by', 'admin', '--reason', 'agreement of 3 May'];

/** Objects in the order in which they were imported: indicators and observables, one indicator in two versions. */
const KNOWN = [
  ...range(1, 30).map((number) => indicator(number)),
  ...range(1, 5).map((last) => ({
    type: 'ipv4-addr',
    spec_version: '2.1',
    id: idOf('ipv4-addr', last),
    value: `198.51.100.${last}`,
  })),
];
const IDS = KNOWN.map(({ id }) => id);

const mine = (number: number, more: object = {}) => indicator(number, 1, { created_by_ref: CREATOR, ...more });
const { pattern: _, ...broken } = mine(52);
const SENT = {
  good: [mine(50), mine(51)],
  bad: [broken],
  large: range(100, 400).map((number) => mine(number, { description: 'x'.repeat(5000) })),
};

let served: ServeProcess;
let remove: () => Promise<void>;
let folder: string;
let token: string;

beforeAll(async () => {
  const home = await freshHome();
  remove = home.remove;
  folder = join(home.home, '..');
  const environment = { PARLEY_HOME: home.home };
  const tell = (...args: readonly string[]) => answerOf<Record<string, string>>(args, environment);
  await tell('init', '--name', 'Northern Cell');
  await tell('participant', 'add', 'meridian', '--name', 'Meridian CERT', '--identity', CREATOR);
  await tell('collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber', '--writable-by', 'meridian');
  await tell('collection', 'add', 'bulletins', '--title', 'Bulletins', '--track', 'cyber');
  await tell('tier', 'set', 'meridian', '--track', 'cyber', '--tier', 'partner', ...RULING);
  token = (await tell('token', 'issue', 'meridian')).token ?? '';
  const file = join(folder, 'known.jsonl');
  const older = indicator(1, 1);
  await writeFile(file, [older, ...KNOWN.slice(1)].map((one) => JSON.stringify(one)).join('\n'));
  await tell('import', file, '--collection', 'ics', '--label', 'tlp=green');
  served = await serve(environment);
});
afterAll(async () => {
  await served.end('SIGTERM');
  await remove();
});

interface Driven {
  readonly [name: string]: unknown;
  readonly pages: readonly string[];
  readonly after: readonly string[];
}

describe('taxii2-client', () => {
  let told: Driven;
  beforeAll(async () => {
    const path = join(folder, 'sent.json');
    await writeFile(path, JSON.stringify(SENT));
    told = await drive<Driven>('drive-taxii2-client.py', `${served.url}/taxii2/`, 'meridian', token, path);
  });

  it('discovers the API root and the collections with their rights', () => {
    expect(told.title).toBe('Northern Cell');
    expect(told.roots).toEqual([`${served.url}/taxii2/main/`]);
    expect(told.root_versions).toEqual(['application/taxii+json;version=2.1']);
    expect(told.max_content_length).toBe(10_485_760);
    expect(told.collections).toEqual([
      ['ICS threats', true, true, 'ics'],
      ['Bulletins', true, false, 'bulletins'],
    ]);
  });

  it('pages objects and the manifest to the end, in order, each once', () => {
    expect(told.pages).toEqual(IDS);
    expect(told.whole).toEqual(IDS);
    expect(told.manifest).toEqual(IDS);
  });

  it('filters by type, id, version and date of addition', () => {
    expect(told.of_type).toEqual(IDS.slice(30));
    expect(told.by_id).toEqual(IDS.slice(0, 2));
    expect(told.all_versions).toEqual(IDS.slice(0, 1));
    expect(told.one).toEqual(IDS.slice(0, 1));
    expect(told.versions).toEqual(['2026-02-01T08:00:00.000000Z']);
    // The client cuts the fraction of a second off, so it may read some again; it must lose none.
    expect(told.later).toEqual(IDS.slice(-(told.later as readonly string[]).length));
    expect((told.later as readonly string[]).length).toBeGreaterThanOrEqual(25);
  });

  it('adds objects, is told of each what became of it, and waits for what is large', () => {
    expect(told.status).toEqual({
      status: 'complete',
      total: 3,
      successes: SENT.good.map(({ id }) => id),
      failures: [[broken.id, '2026-02-01T08:00:00.000000Z', expect.stringContaining('pattern') as string]],
      pendings: 0,
    });
    expect(told.large).toMatchObject({ status: 'complete', total: 301, failures: [], pendings: 0 });
    expect(told.after).toEqual([...IDS, ...SENT.good.map(({ id }) => id), ...SENT.large.map(({ id }) => id)]);
  });

  it('deletes what it has added, and nothing else', () => {
    expect(told.deleted).toBe(404);
    expect(told.of_another).toBe(404);
  });

  it('is refused without the right to write, and without the right password', () => {
    expect(told.not_writable).toBe('AccessError');
    expect(told.wrong_password).toBe(401);
  });
});

describe('python-stix2', () => {
  it('parses all it reads, and stores, finds and versions objects in a collection', async () => {
    const told = await drive<Driven>('drive-stix2.py', `${served.url}/taxii2/`, 'meridian', token, CREATOR);
    expect(told.parsed).toEqual(expect.arrayContaining(IDS));
    expect(told.found).toEqual((told.sent as readonly string[]).slice(0, 1));
    expect([told.got, told.renamed, told.versions]).toEqual(['Tidepool', 'Tidepool, again', 1]);
  });
});
