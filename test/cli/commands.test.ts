import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicator } from '../scenarios/node.js';
import { documentOf, freshFolder, type Run, runLine } from './line-runner.js';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const RULING = ['--by', 'admin', '--reason', 'agreement of 3 May'];

const { dir, drop } = freshFolder();
const home = join(dir, 'home');
const run = (...argv: string[]): Promise<Run> => runLine(argv, home);
/** The JSON answer of a command that must succeed. */
const answer = async (...argv: string[]): Promise<Record<string, unknown>> => {
  const ran = await run(...argv, '--json');
  expect(ran.status, ran.err + ran.out).toBe(0);
  return documentOf(ran);
};
const refusal = async (...argv: string[]): Promise<unknown> => {
  const ran = await run(...argv, '--json');
  expect(ran.status).toBe(1);
  const { error } = documentOf<{ error: { code: string; message: string } }>(ran);
  expect(ran.err).toContain(`\nerror ${error.code}: ${error.message}\n`);
  return error;
};

const PARTNER = {
  slug: 'meridian',
  id: expect.stringMatching(UUID),
  name: 'Meridian CERT',
  groups: ['certs'],
  clearances: ['tlp:amber'],
  identities: [],
  certificates: [],
  tiers: {
    military: 'closed',
    political: 'closed',
    intelligence: 'closed',
    'law-enforcement': 'closed',
    cyber: 'closed',
    finance: 'closed',
  },
  suspended: false,
};

beforeAll(async () => {
  await answer('init', '--name', 'Northern Cell');
  await answer('collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber');
  await answer('participant', 'add', 'meridian', '--name', 'Meridian CERT', '--group', 'certs', '--clearance', 'tlp:amber');
  writeFileSync(join(dir, 'two.jsonl'), [indicator(1), indicator(2)].join('\n'));
  await answer('import', join(dir, 'two.jsonl'), '--collection', 'ics', '--label', 'tlp=green');
});
afterAll(drop);

const FIRST = 'indicator--00000001-0000-4000-8000-000000000000';

describe('a home', () => {
  it('is made once: init answers with who it is, and refuses a second time', async () => {
    const other = join(dir, 'other');
    const made = await runLine(['init', '--name', 'Southern Cell', '--operator', 'ann', '--json'], other);
    expect(documentOf(made)).toEqual({
      home: other,
      participant_id: expect.stringMatching(UUID),
      operator: 'ann',
      ledger_origin: expect.any(String),
    });
    expect(await refusal('init', '--name', 'Northern Cell')).toMatchObject({ code: 'home-exists', details: { home } });
  });

  it('is named on standard error by every command, and chosen by --home before or behind the name, the nearer one winning', async () => {
    const missing = join(dir, 'missing');
    expect((await run('track', 'list')).err).toBe(`home ${home}\n`);
    for (const argv of [
      ['--home', missing, 'track', 'list'],
      ['track', '--home', missing, 'list'],
      ['track', 'list', '--home', missing],
      ['--home', home, 'track', 'list', '--home', missing],
    ]) {
      const { status, err } = await run(...argv);
      expect(status).toBe(1);
      expect(err).toContain(`home ${missing}\nerror home-missing: `);
    }
    expect((await run('--json', 'track', 'list')).out).toBe((await run('track', 'list', '--json')).out);
  });
});

describe('rosters', () => {
  it('keep operators', async () => {
    const ann = { slug: 'ann', name: 'Ann Okoro', role: 'release-officer' };
    expect(await answer('operator', 'add', 'ann', '--name', 'Ann Okoro', '--role', 'release-officer')).toEqual({ operator: ann });
    expect(await answer('operator', 'list')).toMatchObject({ operators: [{ slug: 'admin', role: 'administrator' }, ann] });
    expect(await refusal('operator', 'add', 'bob', '--name', 'Bob', '--role', 'king')).toMatchObject({ code: 'role-unknown' });
  });

  it('keep tracks, and every partner shows all of them', async () => {
    const { tracks } = await answer('track', 'add', 'health');
    expect(await answer('track', 'list')).toEqual({ tracks });
    expect(tracks).toEqual([...Object.keys(PARTNER.tiers), 'health']);
    const { participant } = await answer('participant', 'show', 'meridian');
    expect(participant).toEqual({ ...PARTNER, tiers: { ...PARTNER.tiers, health: 'closed' } });
  });

  it('keep partners: what is set replaces, what is not given stays, a --no- form empties', async () => {
    await answer('participant', 'add', 'quillon', '--name', 'Quillon');
    const set = await answer('participant', 'set', 'quillon', '--group', 'a', '--group', 'b', '--clearance', 'tlp:green');
    expect(set).toMatchObject({ participant: { name: 'Quillon', groups: ['a', 'b'], clearances: ['tlp:green'] } });
    const emptied = await answer('participant', 'set', 'quillon', '--no-group', '--name', 'Quillon Office');
    expect(emptied).toMatchObject({ participant: { name: 'Quillon Office', groups: [], clearances: ['tlp:green'] } });
    expect(await answer('participant', 'suspend', 'quillon')).toMatchObject({ participant: { suspended: true } });
    expect(await answer('participant', 'resume', 'quillon')).toMatchObject({ participant: { suspended: false } });
    expect(await refusal('participant', 'show', 'nobody')).toMatchObject({
      code: 'participant-unknown',
      details: { value: 'nobody' },
    });
  });

  it('are read in pieces with --limit and --after', async () => {
    const all = await answer('participant', 'list');
    const first = await answer('participant', 'list', '--limit', '1');
    expect(first).toMatchObject({ participants: [{ slug: 'meridian' }], next: 'meridian' });
    const second = await answer('participant', 'list', '--limit', '1', '--after', 'meridian');
    expect(second).toMatchObject({ participants: [{ slug: 'quillon' }] });
    expect(second).not.toHaveProperty('next');
    expect(all).toMatchObject({ participants: [{ slug: 'meridian' }, { slug: 'quillon' }] });
  });

  it('keep collections', async () => {
    const { collection } = await answer(
      'collection',
      'add',
      'money',
      '--title',
      'Money',
      '--track',
      'finance',
      '--label',
      'tlp=green',
    );
    expect(collection).toEqual({
      id: expect.stringMatching(UUID),
      alias: 'money',
      title: 'Money',
      track: 'finance',
      references: 'closed',
      writable_by: [],
      labels: { tlp: ['green'] },
    });
    expect(await answer('collection', 'list')).toMatchObject({ collections: [{ alias: 'ics', track: 'cyber' }, collection] });
  });

  it('keep consents of originators', async () => {
    const parties = ['--originator', 'quillon', '--to', 'meridian'];
    const consent = { originator: 'quillon', to: 'meridian', expires_at: '2031-01-01T00:00:00.000Z' };
    expect(await answer('consent', 'record', ...parties, '--expires', '2031-01-01T00:00:00Z', ...RULING)).toEqual({ consent });
    expect(await answer('consent', 'list')).toEqual({ consents: [consent] });
    expect(await answer('consent', 'withdraw', ...parties, ...RULING)).toEqual({ withdrawn: true });
    expect(await answer('consent', 'list')).toEqual({ consents: [] });
  });

  it('keep tokens: the secret is shown once and stands in no list', async () => {
    const issued = await answer('token', 'issue', 'meridian', '--expires', '2031-01-01T00:00:00Z');
    expect(issued).toEqual({
      token: expect.stringMatching(/^[\w-]{43}$/),
      token_id: expect.stringMatching(UUID),
      participant: 'meridian',
    });
    const listed = await run('token', 'list', '--json');
    expect(listed.out).not.toContain(String(issued.token));
    expect(documentOf(listed)).toMatchObject({
      tokens: [{ token_id: issued.token_id, participant: 'meridian', expires_at: '2031-01-01T00:00:00.000Z', revoked_at: null }],
    });
    expect(await answer('token', 'revoke', String(issued.token_id))).toEqual({ revoked: true });
    expect(await answer('token', 'list')).toMatchObject({ tokens: [{ revoked_at: expect.stringMatching(/Z$/) }] });
    expect(await refusal('token', 'issue', 'meridian', '--expires', 'tomorrow')).toMatchObject({ code: 'time-malformed' });
  });
});

describe('rulings', () => {
  it('withhold, explain why and show the path; after the tier is set the object is previewed', async () => {
    const asked = ['explain', '--participant', 'meridian', '--object', FIRST];
    const withheld = await answer(...asked);
    expect(withheld).toMatchObject({
      participant: 'meridian',
      object: FIRST,
      decision: 'withheld',
      labels: { tlp: ['green'], track: 'cyber' },
    });
    expect(withheld.path).toContainEqual({ change: 'tier', detail: 'cyber: closed to partner' });
    expect(documentOf(await run('preview', '--participant', 'meridian', '--collection', 'ics'))).not.toHaveProperty('objects');

    const moved = await answer('tier', 'set', 'meridian', '--track', 'cyber', '--tier', 'partner', ...RULING);
    expect(moved).toMatchObject({ participant: { tiers: { cyber: 'partner', finance: 'closed' } } });
    expect(await answer(...asked)).toMatchObject({ decision: 'released', view: { name: 'whole', conceals: [] }, path: [] });
    expect(await answer('preview', '--participant', 'meridian', '--collection', 'ics')).toMatchObject({
      type: 'bundle',
      objects: [{ name: 'Relay 1' }, { name: 'Relay 2' }],
    });
    expect(await refusal('tier', 'set', 'meridian', '--track', 'cyber', '--tier', 'friend', ...RULING)).toMatchObject({
      code: 'tier-unknown',
    });
    expect(await refusal(...asked, '--version', '2020-01-01T00:00:00Z')).toMatchObject({ code: 'version-unknown' });
  });

  it('relabel, show and delete single objects', async () => {
    const relabelled = await answer('object', 'relabel', FIRST, '--label', 'tlp=red', ...RULING);
    const { object } = await answer('object', 'show', FIRST);
    expect(relabelled).toEqual({ object });
    expect(object).toMatchObject({
      id: FIRST,
      type: 'indicator',
      versions: [{ places: [{ collection: 'ics', labels: { tlp: ['red'] } }] }],
    });
    expect(await answer('object', 'delete', FIRST, ...RULING)).toEqual({ object: { id: FIRST, deleted: true } });
    expect(await refusal('object', 'show', FIRST)).toMatchObject({ code: 'object-unknown' });
  });
});

describe('the rule book', () => {
  const draft = join(dir, 'draft');
  const write = (name: string, text: string) => writeFileSync(join(draft, name), text);

  beforeAll(() => {
    cpSync(join(home, 'rulebook'), draft, { recursive: true });
  });

  it('in the home is checked by default, and is fit', async () => {
    const checked = await answer('rules', 'check');
    expect(checked).toMatchObject({ ok: true, hash: expect.stringMatching(/^[0-9a-f]{64}$/) });
    const human = await run('rules', 'check');
    expect(human.out).toContain(`fit, hash ${checked.hash}`);
  });

  it('that is unfit is told by file and line with status 1, and is neither compared nor applied', async () => {
    write(
      'spoilt.cedar',
      '@id("spoilt")\n@reason("a slip of the pen")\npermit (principal, action == Action::"release", resource) when { resource.colour == 1 };\n',
    );
    const human = await run('rules', 'check', draft);
    expect(human.status).toBe(1);
    expect(human.out).toMatch(/^\S*spoilt\.cedar:\d+ error [a-z-]+ .+$/m);
    expect(human.err).toContain('error rules-invalid: ');
    const json = await run('rules', 'check', draft, '--json');
    expect(json.status).toBe(1);
    expect(documentOf(json)).toMatchObject({ ok: false, problems: [{ file: 'spoilt.cedar', severity: 'error' }] });
    expect(await refusal('rules', 'diff', draft)).toMatchObject({ code: 'rules-invalid' });
    expect(await refusal('rules', 'apply', draft, ...RULING)).toMatchObject({ code: 'rules-invalid' });
  });

  it('is compared, applied as expected only, and kept in the home', async () => {
    write(
      'spoilt.cedar',
      '@id("nothing-yet")\n@reason("the node is closed for the summer")\nforbid (principal, action == Action::"release", resource);\n',
    );
    const before = await answer('rules', 'check');
    const diff = await answer('rules', 'diff', draft);
    expect(diff.changes).toMatchObject([{ participant: 'meridian', collection: 'ics', gained: 0, lost: 1, view_changed: 0 }]);
    expect(await refusal('rules', 'apply', draft, ...RULING, '--expect', String(before.hash))).toMatchObject({
      code: 'rules-changed',
    });
    const applied = await answer('rules', 'apply', draft, ...RULING, '--expect', String(diff.hash));
    expect(applied).toEqual({ hash: diff.hash, previous: before.hash });
    expect(readFileSync(join(home, 'rulebook/spoilt.cedar'), 'utf8')).toContain('closed for the summer');
    expect(await answer('rules', 'check')).toMatchObject({ hash: diff.hash });
    expect(await answer('rules', 'diff', join(home, 'rulebook'))).toEqual({ changes: [], hash: diff.hash });
    expect(await refusal('rules', 'check', join(dir, 'nowhere'))).toMatchObject({ code: 'rules-unreadable' });
  });
});
