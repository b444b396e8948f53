import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { amend } from '../../src/exchange/admit.js';
import { issueToken, revokeToken } from '../../src/exchange/credentials.js';
import { openTrack } from '../../src/exchange/open-track.js';
import { addCollection, addPartner, type Partner, publishTo, trust } from '../house-fixture.js';
import {
  type Asking,
  ask,
  envelopeOf,
  idOf,
  idsOf,
  indicator,
  openStage,
  publishIndicators,
  range,
  type Stage,
  seenOf,
  TAXII,
} from './stage.js';

const WITHHELD = idOf('indicator', 50);
const ABSENT = idOf('indicator', 51);

let stage: Stage;

/** Indicators 1 to 6 for all who are trusted on cyber; 50 is TLP AMBER, for which nobody here is cleared. */
beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, 3));
  await publishTo(stage.house, 'ics', [indicator(50, 3, { name: 'the secret relay' })], { tlp: ['amber'] });
  await publishIndicators(stage, range(4, 6));
});
afterAll(() => stage.close());

const POST: Asking = { method: 'POST', payload: '{"objects":[]}', headers: { 'content-type': TAXII } };
const METHODS: readonly Asking[] = [{}, { method: 'HEAD' }, { method: 'DELETE' }, { method: 'PUT' }, { method: 'OPTIONS' }, POST];

/** Both answers by every method, as the partner sees them. */
const expectAlike = async (as: Partner, path: string, other: string): Promise<void> => {
  for (const asking of METHODS) {
    const [one, two] = [await ask(stage, path, { ...asking, as }), await ask(stage, other, { ...asking, as })];
    expect({ ...seenOf(one), path: other, method: asking.method }).toEqual({
      ...seenOf(two),
      path: other,
      method: asking.method,
    });
  }
};

describe('withheld and absent look identical', () => {
  const paths = (id: string) => [
    `objects/${id}/`,
    `objects/${id}`,
    `objects/${id}/?match[version]=all`,
    `objects/${id}/?match[version]=2026-02-03T08:00:00.000Z`,
    `objects/${id}/?match[spec_version]=2.0`,
    `objects/${id}/?added_after=2026-01-01T00:00:00Z&limit=1`,
    `objects/${id}/?limit=0`,
    `objects/${id}/?next=AAAA`,
    `objects/${id}/versions/`,
    `objects/${id}/versions/?match[spec_version]=2.0`,
    `objects/${id}/versions/?limit=1`,
    `objects/?match[id]=${id}`,
    `objects/?match[id]=${id}&match[version]=all`,
    `objects/?match[id]=${idOf('indicator', 2)},${id}`,
    `manifest/?match[id]=${id}`,
    `manifest/?match[id]=${id}&match[version]=2026-02-03T08:00:00.000Z`,
  ];

  it('for an object, on every endpoint, by every method, with every filter', async () => {
    const [withheld, absent] = [paths(WITHHELD), paths(ABSENT)];
    for (const as of [stage.meridian, stage.visitor, stage.stranger]) {
      for (const [at, path] of withheld.entries()) {
        await expectAlike(as, `collections/${stage.ics.id}/${path}`, `collections/${stage.ics.id}/${absent[at]}`);
      }
    }
  });

  it('for a collection, by id and by alias, on every endpoint below it, by every method', async () => {
    const below = [
      '',
      'objects/',
      'objects/?limit=0',
      'objects/?next=AAAA',
      'manifest/',
      `objects/${WITHHELD}/`,
      `objects/${WITHHELD}/versions/`,
      'nowhere/',
    ];
    for (const path of below) {
      await expectAlike(
        stage.meridian,
        `collections/${stage.money.id}/${path}`,
        `collections/00000000-0000-4000-8000-000000000000/${path}`,
      );
      await expectAlike(stage.meridian, `collections/money/${path}`, `collections/nothing/${path}`);
      await expectAlike(stage.stranger, `collections/ics/${path}`, `collections/nothing/${path}`);
    }
  });

  it('for everything at once: a house with withheld objects answers as one without them, byte for byte', async () => {
    const bare = await openStage();
    await publishIndicators(bare, range(1, 6));
    const first = await ask(bare, 'collections/ics/objects/?limit=2', { as: bare.meridian });
    for (const path of [
      'collections/',
      'collections/ics/objects/',
      'collections/ics/objects/?limit=2',
      `collections/ics/objects/?limit=2&next=${envelopeOf(first).next}`,
      'collections/ics/objects/?match[version]=all&match[type]=indicator',
      'collections/ics/objects/?added_after=2026-01-02T00:00:00.002000Z',
      'collections/ics/manifest/',
      'collections/ics/manifest/?limit=4',
      `collections/ics/objects/${idOf('indicator', 4)}/`,
      `collections/ics/objects/${idOf('indicator', 4)}/versions/`,
      '/api/v1/me',
    ]) {
      expect(seenOf(await ask(stage, path, { as: stage.meridian }))).toEqual(
        seenOf(await ask(bare, path, { as: bare.meridian })),
      );
    }
    await bare.close();
  });

  it('a match of type, of version or of time finds nothing of it', async () => {
    for (const query of [
      '',
      '?match[type]=indicator',
      '?match[version]=all',
      '?match[version]=2026-02-03T08:00:00.000Z',
      '?limit=1000',
    ]) {
      for (const endpoint of ['objects', 'manifest']) {
        const { body } = await ask(stage, `collections/ics/${endpoint}/${query}`, { as: stage.meridian });
        expect(body).not.toContain(WITHHELD);
        expect(body).not.toContain('secret');
      }
    }
  });
});

describe('rights that were taken away', () => {
  it('T064 hold for no later request: the collection, its objects and an old cursor are as if they had never been', async () => {
    const falling = await openStage();
    await publishIndicators(falling, range(1, 6));
    const path = 'collections/ics/objects/';
    const { next } = envelopeOf(await ask(falling, `${path}?limit=2`, { as: falling.meridian }));
    await trust(falling.house, 'meridian', 'cyber', 'contact');
    const ended = await ask(falling, `${path}?limit=2&next=${next}`, { as: falling.meridian });
    expect([ended.statusCode, ended.body]).toEqual([200, '{}']);
    expect((await ask(falling, `${path}${idOf('indicator', 1)}/`, { as: falling.meridian })).statusCode).toBe(404);
    await trust(falling.house, 'meridian', 'cyber', 'closed');
    const closed = await ask(falling, `${path}?limit=2&next=${next}`, { as: falling.meridian });
    expect(seenOf(closed)).toEqual(seenOf(await ask(falling, 'collections/nothing/objects/', { as: falling.meridian })));
    expect(idsOf(await ask(falling, `${path}?limit=2`, { as: falling.twin }))).toHaveLength(2);
    await falling.close();
  });
});

describe('a cursor', () => {
  const first = async (path: string, as = stage.meridian) => envelopeOf(await ask(stage, `${path}limit=2`, { as })).next ?? '';

  it('T064 of another partner is refused, though both see the same objects', async () => {
    const path = `collections/ics/objects/?`;
    const [mine, theirs] = [await first(path), await first(path, stage.twin)];
    expect(mine).not.toBe(theirs);
    expect((await ask(stage, `${path}next=${theirs}`, { as: stage.meridian })).statusCode).toBe(400);
    expect((await ask(stage, `${path}next=${mine}`, { as: stage.twin })).statusCode).toBe(400);
  });

  it('T064 of another endpoint is refused', async () => {
    const [objects, manifest] = [await first('collections/ics/objects/?'), await first('collections/ics/manifest/?')];
    expect((await ask(stage, `collections/ics/objects/?next=${manifest}`, { as: stage.meridian })).statusCode).toBe(400);
    expect((await ask(stage, `collections/ics/manifest/?next=${objects}`, { as: stage.meridian })).statusCode).toBe(400);
    for (const path of [`objects/${idOf('indicator', 1)}/`, `objects/${idOf('indicator', 1)}/versions/`]) {
      expect((await ask(stage, `collections/ics/${path}?next=${objects}`, { as: stage.meridian })).statusCode).toBe(400);
    }
  });

  it('T064 of another collection is refused', async () => {
    const other = await addCollection(stage.house, 'ics-two', 'cyber');
    await publishTo(
      stage.house,
      'ics-two',
      range(1, 6).map((number) => indicator(number)),
    );
    const theirs = await first(`collections/${other.id}/objects/?`);
    expect((await ask(stage, `collections/${stage.ics.id}/objects/?next=${theirs}`, { as: stage.meridian })).statusCode).toBe(
      400,
    );
    expect((await ask(stage, `collections/ics-two/objects/?next=${theirs}`, { as: stage.meridian })).statusCode).toBe(200);
  });

  it('T064 with any one bit changed, cut short or made longer is refused, with one and the same answer', async () => {
    const cursor = await first('collections/ics/objects/?');
    const bytes = Buffer.from(cursor, 'base64url');
    const forged = [...bytes.keys()].flatMap((at) =>
      range(0, 7).map((bit) => {
        const copy = Buffer.from(bytes);
        copy[at] = (copy[at] ?? 0) ^ (1 << bit);
        return copy.toString('base64url');
      }),
    );
    const answers = new Set<string>();
    for (const next of [...forged, cursor.slice(0, -1), `${cursor}A`, `${cursor}=`, 'A', '%00', '..', 'null', '0']) {
      const answer = await ask(stage, `collections/ics/objects/?next=${next}`, { as: stage.meridian });
      answers.add(`${answer.statusCode} ${answer.body}`);
    }
    expect([...answers]).toEqual([expect.stringMatching(/^400 .*cursor-foreign/)]);
  });

  it('says nothing readable', async () => {
    const bytes = Buffer.from(await first('collections/ics/objects/?'), 'base64url').toString('latin1');
    for (const word of ['meridian', 'ics', stage.ics.id, '2026', stage.meridian.participant.id])
      expect(bytes).not.toContain(word);
  });
});

describe('credentials that do not hold', () => {
  it('are all answered alike, byte for byte: none, unknown, wrong, of another, revoked, expired, suspended, malformed', async () => {
    const { house, wait } = stage;
    const revoked = await addPartner(house, 'revoked', { cyber: 'partner' });
    await revokeToken(house, revoked.tokenId);
    const suspended = await addPartner(house, 'suspended', { cyber: 'partner' });
    await amend(house, 'suspended', { suspended: true });
    const brief = await issueToken(house, 'meridian', house.clock() + 1_000);
    const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
    expect((await ask(stage, '/taxii2/', { headers: { authorization: `Bearer ${brief.secret}` } })).statusCode).toBe(200);
    wait(1_000);
    const headers = [
      '',
      'Bearer',
      'Bearer none',
      `Bearer ${stage.meridian.token}x`,
      `Bearer ${stage.meridian.token.slice(1)}`,
      `Bearer ${stage.meridian.tokenId}`,
      `Bearer ${revoked.token}`,
      `Bearer ${suspended.token}`,
      `Bearer ${brief.secret}`,
      `Token ${stage.meridian.token}`,
      stage.meridian.token,
      basic('twin', stage.meridian.token),
      basic('Meridian', stage.meridian.token),
      basic('', stage.meridian.token),
      basic('meridian', ''),
      basic('nobody', 'none'),
      basic('suspended', suspended.token),
      'Basic ====',
    ];
    for (const path of [
      '/taxii2/',
      'collections/ics/objects/',
      `collections/ics/objects/${WITHHELD}/`,
      '/taxii2/nowhere/',
      '/api/v1/me',
    ]) {
      const answers = await Promise.all(
        headers.map(async (authorization) => seenOf(await ask(stage, path, { headers: { authorization } }))),
      );
      expect(answers[0]?.statusCode).toBe(401);
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
  });
});

describe('odd requests', () => {
  it('headers that ask for more or for less change nothing', async () => {
    const { date: _date, ...plain } = (await ask(stage, 'collections/ics/objects/', { as: stage.meridian })).headers;
    for (const headers of [
      { 'if-none-match': '*' },
      { 'if-modified-since': 'Fri, 01 Jan 2100 00:00:00 GMT' },
      { range: 'bytes=0-3' },
      { 'x-http-method-override': 'DELETE' },
      { 'x-original-url': '/taxii2/main/collections/money/objects/' },
      { 'x-rewrite-url': '/taxii2/main/collections/money/objects/' },
      { 'x-forwarded-user': 'twin' },
      { 'x-forwarded-host': 'elsewhere.example' },
      { host: 'elsewhere.example' },
      { cookie: 'session=1' },
    ]) {
      const answer = await ask(stage, 'collections/ics/objects/', { as: stage.meridian, headers });
      const { date: _now, ...got } = answer.headers;
      expect([answer.statusCode, got]).toEqual([200, plain]);
    }
  });

  it('ids with slashes, dots, nulls and quotes are just ids that nobody has', async () => {
    const plain = seenOf(await ask(stage, `collections/ics/objects/${ABSENT}/`, { as: stage.meridian }));
    for (const id of [
      '..%2f..%2fmoney',
      `${WITHHELD}%2fversions`,
      `..%2f${WITHHELD}`,
      '%00',
      "'%20or%201=1--",
      '%25',
      '*',
      `${WITHHELD}%00`,
      '__proto__',
    ]) {
      expect(seenOf(await ask(stage, `collections/ics/objects/${id}/`, { as: stage.meridian }))).toEqual(plain);
      expect(seenOf(await ask(stage, `collections/${id}/objects/`, { as: stage.meridian }))).toEqual(plain);
    }
  });

  it('a hundred ids are searched; more, or a longer URL, are refused', async () => {
    const ids = (count: number) =>
      range(1, count)
        .map((number) => idOf('indicator', number))
        .join('%2C');
    const get = (query: string) => ask(stage, `collections/ics/objects/?${query}`, { as: stage.meridian });
    expect(idsOf(await get(`match%5Bid%5D=${ids(100)}`))).toHaveLength(6);
    expect((await get(`match%5Bid%5D=${ids(101)}`)).statusCode).toBe(400);
    expect((await get(`x=${'y'.repeat(20_000)}`)).statusCode).toBe(414);
    expect(
      (
        await get(
          range(1, 2_000)
            .map((number) => `a${number}=`)
            .join('&'),
        )
      ).statusCode,
    ).toBe(200);
  });

  it('the API names no track that the caller has no part in', async () => {
    await openTrack(stage.house, 'operation-harvest');
    expect((await ask(stage, '/api/v1/me', { as: stage.meridian })).body).not.toContain('harvest');
  });

  it('the log holds no token, no query, no id and no content', async () => {
    await ask(stage, `collections/ics/objects/${WITHHELD}/?added_after=2026-01-01T00:00:00Z`, { as: stage.meridian });
    await ask(stage, `collections/ics/objects/?match[id]=${WITHHELD}&limit=0`, { as: stage.meridian });
    const log = stage.log.join('');
    expect(log).toContain('"route":"/taxii2/main/collections/:collection/objects/:object/"');
    for (const secret of [stage.meridian.token, stage.ics.id, WITHHELD, 'added_after', 'limit', 'Relay', 'Bearer', 'meridian']) {
      expect(log).not.toContain(secret);
    }
  });
});
