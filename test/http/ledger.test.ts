import { createHash } from 'node:crypto';
import { request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifyLedger } from '../../src/client/ledger/verify-ledger.js';
import { checkpointIn, checkpointText } from '../../src/core/ledger/checkpoint.js';
import { decodeBundle } from '../../src/core/ledger/entry-bundle.js';
import { parseLeaf } from '../../src/core/ledger/leaf.js';
import { parseNoteKey } from '../../src/core/ledger/note-key.js';
import { tilePath, tilesOf } from '../../src/core/ledger/tile.js';
import { amend } from '../../src/exchange/admit.js';
import { authenticate, issueToken, revokeToken } from '../../src/exchange/credentials.js';
import { ledgerFor } from '../../src/exchange/ledger/find-ledger.js';
import { storedSource } from '../../src/exchange/ledger/ledger-source.js';
import { readOpenings } from '../../src/exchange/ledger/read-openings.js';
import { addPartner } from '../house-fixture.js';
import { type Asking, ask, openStage, publishIndicators, range, type Stage, seenOf } from './stage.js';

let stage: Stage;
const get = (path: string, asking: Asking = { as: stage.meridian }) => ask(stage, `/ledger/${path}`, asking);
const checkpointOf = async (ledger: string, asking?: Asking) => checkpointIn((await get(`${ledger}/checkpoint`, asking)).body);

/** Over a socket, with the path as it is: clients and `inject` straighten dots out. */
const getRaw = async (path: string) => {
  const { port } = stage.app.server.address() as AddressInfo;
  const headers = { authorization: `Bearer ${stage.meridian.token}`, connection: 'close' };
  return new Promise<{ status: number | undefined; headers: object; body: string }>((done, fail) => {
    const asked = request({ port, host: '127.0.0.1', path: `/ledger/${path}`, headers }, async (response) => {
      const { date: _date, ...rest } = response.headers;
      done({ status: response.statusCode, headers: rest, body: await text(response) });
    });
    asked.on('error', fail).end();
  });
};

interface OpeningLine {
  readonly index: number;
  readonly time: string;
  readonly payload: string;
  readonly salt: string;
}

const openingsAt = async (path: string, asking?: Asking): Promise<readonly OpeningLine[]> => {
  const { body } = await get(path, asking);
  return body
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as OpeningLine);
};

beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, 3));
  await ask(stage, 'collections/ics/objects/', { as: stage.meridian });
  // So that full tiles, and two levels, exist.
  for (let count = 0; count < 260; count++) await issueToken(stage.house, 'meridian', null);
  await ask(stage, 'collections/ics/manifest/', { as: stage.meridian });
  await stage.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => stage.close());

describe('what a partner reads', () => {
  it.each(['own', 'common'] as const)('verifies as a whole: %s', async (ledger) => {
    const keys = (await get(`${ledger}/keys`)).body.trimEnd().split('\n');
    const source = {
      checkpoint: async () => (await get(`${ledger}/checkpoint`)).body,
      tile: async (address: Parameters<typeof tilePath>[0]) => {
        const answer = await get(`${ledger}/${tilePath(address)}`);
        expect(answer.statusCode, tilePath(address)).toBe(200);
        return answer.rawPayload;
      },
    };
    const { origin, size } = await verifyLedger({ source, keys });
    expect(origin).toBe(ledger === 'own' ? `parley/node/${stage.meridian.participant.id}` : 'parley/node/common');
    expect(size).toBeGreaterThan(ledger === 'own' ? 260 : 0);
    expect(keys.map((key) => parseNoteKey(key).name)).toEqual([origin]);
  });

  it('has the types of C2SP tlog-tiles, and may be kept by no cache', async () => {
    const types = Object.entries({
      checkpoint: 'text/plain; charset=utf-8',
      'tile/0/000': 'application/octet-stream',
      'tile/1/000.p/1': 'application/octet-stream',
      'tile/entries/001.p/3': 'application/octet-stream',
      keys: 'text/plain; charset=utf-8',
      'openings/000': 'application/x-ndjson',
    });
    for (const [path, type] of types) {
      const answer = await get(`own/${path}`);
      expect([path, answer.statusCode, answer.headers['content-type']]).toEqual([path, 200, type]);
      expect(answer.headers['cache-control']).toBe('no-store, private');
    }
  });

  it('is the same bytes to a Basic and to a Bearer, and HEAD says as much without a body', async () => {
    const basic = `Basic ${Buffer.from(`meridian:${stage.meridian.token}`).toString('base64')}`;
    for (const path of ['own/checkpoint', 'own/tile/0/000', 'own/openings/000', 'own/keys']) {
      const bearer = await get(path);
      expect(seenOf(await get(path, { headers: { authorization: basic } }))).toEqual(seenOf(bearer));
      const head = await get(path, { as: stage.meridian, method: 'HEAD' });
      expect([head.statusCode, head.body, head.headers['content-length']]).toEqual([200, '', bearer.headers['content-length']]);
    }
  });

  it('opens: salt and payload of each leaf give its digest, and tell what is its own', async () => {
    const { size } = await checkpointOf('own');
    const openings: OpeningLine[] = [];
    for (const address of tilesOf(size)) {
      if (address.kind !== 'entries') continue;
      const path = tilePath(address);
      const entries = decodeBundle((await get(`own/${path}`)).rawPayload) ?? [];
      const lines = await openingsAt(`own/${path.replace('tile/entries', 'openings')}`);
      expect(lines).toHaveLength(entries.length);
      for (const [place, { payload, salt, time }] of lines.entries()) {
        const digest = createHash('sha256').update(Buffer.from(salt, 'base64')).update(payload).digest();
        const leaf = parseLeaf(entries[place] as Uint8Array);
        expect(Buffer.from(leaf?.digest ?? [])).toEqual(digest);
        expect(leaf?.at).toBe(Date.parse(time));
      }
      openings.push(...lines);
    }
    expect(openings.map(({ index }) => index)).toEqual(range(0, size - 1));
    const kinds = openings.map(({ payload }) => (JSON.parse(payload) as { kind: string }).kind);
    expect(new Set(kinds)).toEqual(new Set(['participant-admitted', 'tier-moved', 'token-issued', 'granted', 'delivered']));
    expect(kinds.filter((kind) => kind === 'delivered')).toHaveLength(2);
  });

  it('partial tiles are there in every width that the tree has had', async () => {
    const { size } = await checkpointOf('own');
    for (const width of range(1, size - 256))
      expect((await get(`own/tile/0/001.p/${width}`)).rawPayload).toHaveLength(32 * width);
    expect((await get(`own/tile/0/001.p/${size - 255}`)).statusCode).toBe(404);
    const full = (await get('own/tile/0/000')).rawPayload;
    for (const width of [1, 2, 128, 255])
      expect((await get(`own/tile/0/000.p/${width}`)).rawPayload).toEqual(full.subarray(0, 32 * width));
  });

  it('a checkpoint is handed out when the home has kept what it needs to be held to it', async () => {
    await issueToken(stage.house, 'meridian', null);
    const kept: string[] = [];
    const { witness } = stage.house;
    const keep = witness.keep;
    Object.assign(witness, { keep: async (note: string) => void kept.push(note) });
    const answer = await get('own/checkpoint');
    Object.assign(witness, { keep });
    expect(answer.statusCode).toBe(200);
    const host = await stage.house.store.read((reader) => reader.ledgers.find('host', null));
    expect(kept).toEqual([host?.checkpoint]);
  });

  it('a first look waits for the note of the transaction in which the ledger grew, not for those of others', async () => {
    const { witness } = stage.house;
    const keep = witness.keep;
    const awaited: string[] = [];
    await issueToken(stage.house, 'meridian', null);
    const grewIn = witness.last();
    await issueToken(stage.house, 'twin', null);
    expect(witness.last()).not.toBe(grewIn);
    Object.assign(witness, { keep: async (note: string) => void awaited.push(note) });
    const answer = await get('own/checkpoint');
    Object.assign(witness, { keep });
    expect([answer.statusCode, awaited]).toEqual([200, [grewIn]]);
  });

  it('whether others are active does not show in how a checkpoint is handed out, not even where the home cannot be written', async () => {
    const before = await get('own/checkpoint');
    const { witness } = stage.house;
    const keep = witness.keep;
    await issueToken(stage.house, 'twin', null);
    Object.assign(witness, { keep: () => Promise.reject(new Error('the disk is full')) });
    const after = await get('own/checkpoint');
    Object.assign(witness, { keep });
    expect([after.statusCode, after.body]).toEqual([200, before.body]);
  });
});

describe('what a partner cannot reach', () => {
  const PARTS = ['checkpoint', 'keys', 'tile/0/000', 'tile/0/000.p/1', 'tile/entries/000', 'openings/000.p/1', ''];
  const numOf = () => String(stage.twin.participant.num);

  it('the ledger of the host and of others: by no name, and it looks as if there were none, by every method', async () => {
    const names = () => [
      'host',
      'twin',
      'meridian',
      'own2',
      'Own',
      'OWN',
      '0',
      numOf(),
      stage.twin.participant.id,
      stage.meridian.participant.id,
      'parley%2Fnode%2Fhost',
      'own%00',
      'own;twin',
      'common.',
      '*',
      ':ledger',
      '__proto__',
      'constructor',
    ];
    for (const method of ['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS'] as const) {
      const expected = seenOf(await ask(stage, '/ledger/nothing/checkpoint', { as: stage.meridian, method }));
      expect(expected.statusCode).toBe(404);
      for (const name of names()) {
        for (const part of PARTS) {
          expect(seenOf(await get(`${name}/${part}`, { as: stage.meridian, method })), `${method} ${name}/${part}`).toEqual(
            expected,
          );
        }
      }
    }
  });

  it.each([
    'own/../host/checkpoint',
    'own/../twin/checkpoint',
    'own/tile/../../host/checkpoint',
    'own/tile/../checkpoint',
    'own/tile/..%2f..%2fhost%2fcheckpoint',
    'own%2f..%2fhost%2fcheckpoint',
    'own/..%2fhost/checkpoint',
    'own/%2e%2e/host/checkpoint',
    'own/tile/%2e%2e/%2e%2e/host/tile/0/000',
    'own//checkpoint',
    '/own/checkpoint',
    'own/tile//0/000',
    'own/tile/0//000',
    'own/tile/0%2f000',
    'own/tile%2f0%2f000',
    'own/tile/0/%30%30%30',
    'own/tile/%30/000',
    'own/tile/0/000%2ep/1',
    'own/tile/0/000/',
    'own/tile/0/000.p/1/',
    'own/tile/0/000.p/',
    'own/tile/0/000.p',
    'own/tile/0/000.p/0',
    'own/tile/0/000.p/00',
    'own/tile/0/000.p/01',
    'own/tile/0/000.p/256',
    'own/tile/0/000.p/257',
    'own/tile/0/000.p/-1',
    'own/tile/0/000.p/1e2',
    'own/tile/0/000.p/0x1',
    'own/tile/0/000.P/1',
    'own/tile/0/0',
    'own/tile/0/00',
    'own/tile/0/0000',
    'own/tile/0/x000/000',
    'own/tile/0/x001',
    'own/tile/0/x001/x000',
    'own/tile/0/001000',
    'own/tile/0/002',
    'own/tile/0/x999/999',
    'own/tile/0/x999/x999/x999/x999/999',
    'own/tile/0/x999/x999/x999/x999/x999/x999/999',
    'own/tile/0/x9007199254740993/000',
    'own/tile/00/000',
    'own/tile/-1/000',
    'own/tile/64/000',
    'own/tile/63/000',
    'own/tile/63/000.p/1',
    'own/tile/2/000.p/1',
    'own/tile/1/000',
    'own/tile/1/000.p/2',
    'own/tile/1e1/000',
    'own/tile/entries',
    'own/tile/entries/',
    'own/tile/entries/002',
    'own/tile/entries/000.p/0',
    'own/tile/entries/000.p/257',
    'own/tile/ENTRIES/000',
    'own/tile/data/000',
    'own/tile/0/000%00',
    'own/tile/0/000%0a',
    'own/tile/0/000%20',
    'own/tile/0/000;a=b',
    'own/tile/0/000,',
    'own/tile/0/٠٠٠',
    'own/tile/',
    'own/tile',
    'own/openings',
    'own/openings/',
    'own/openings/0',
    'own/openings/002',
    'own/openings/000.p/257',
    'own/openings/x000/000',
    'own/openings/../tile/entries/000',
    'own/openings/entries/000',
    'own/openings/000%2f',
    'own/keys/1',
    'own/checkpoint/1',
    'own/',
    'own',
    '',
    'common/tile/0/001',
    'common/openings/001.p/1',
  ])('%s is the same 404 as anything else that is not there', async (path) => {
    const expected = await getRaw('nothing');
    expect(expected.status).toBe(404);
    expect(await getRaw(encodeURI(path).replaceAll('%25', '%'))).toEqual(expected);
  });

  it('a URL that cannot be decoded is malformed, and tells nothing', async () => {
    for (const path of ['own/tile/0/%', 'host/%zz', 'own/tile/0/%ff%fe']) {
      const answer = await get(path);
      expect([400, 404]).toContain(answer.statusCode);
      expect(answer.body).not.toContain('twin');
    }
  });

  it('a query changes nothing', async () => {
    const plain = seenOf(await get('own/tile/0/000'));
    for (const query of ['?of=host', '?participant=twin', '?/../host', '?.p/1', '?'])
      expect(seenOf(await get(`own/tile/0/000${query}`))).toEqual(plain);
  });

  it('its own ledger is its own: each partner gets another one under the same path, and one common one', async () => {
    const [mine, theirs] = [await checkpointOf('own'), await checkpointOf('own', { as: stage.twin })];
    expect(mine.origin).not.toBe(theirs.origin);
    expect(theirs.origin).toBe(`parley/node/${stage.twin.participant.id}`);
    expect(checkpointText(await checkpointOf('common'))).toBe(checkpointText(await checkpointOf('common', { as: stage.twin })));
    for (const path of ['own/checkpoint', 'own/keys', 'own/openings/000', 'common/openings/000.p/1']) {
      expect((await get(path)).body).not.toContain('twin');
      expect((await get(path)).body).not.toContain(stage.twin.participant.id);
    }
  });

  it('other methods: 405 where something can be read, and nothing is taken in', async () => {
    for (const path of ['own/checkpoint', 'own/keys', 'own/tile/0/000', 'own/tile/entries/000', 'common/openings/000.p/1']) {
      for (const method of ['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
        const answer = await get(path, { as: stage.meridian, method });
        expect([path, answer.statusCode, answer.headers.allow]).toEqual([path, 405, 'GET, HEAD']);
        expect(answer.headers['content-type']).toBe('application/problem+json');
      }
    }
  });

  it('errors are problems of RFC 9457 with a code of ours', async () => {
    expect((await get('own/tile/0/999')).json()).toEqual({
      type: 'about:blank',
      title: 'no such resource',
      status: 404,
      code: 'not-found',
    });
  });
});

describe('credentials', () => {
  it('come first: whoever has none that hold gets one and the same 401, whatever is asked', async () => {
    const revoked = await addPartner(stage.house, 'revoked', {});
    await revokeToken(stage.house, revoked.tokenId);
    const suspended = await addPartner(stage.house, 'suspended', {});
    await amend(stage.house, 'suspended', { suspended: true });
    const expected = seenOf(await get('own/checkpoint', {}));
    expect([expected.statusCode, expected.headers['content-type']]).toEqual([401, 'application/problem+json']);
    for (const path of [
      'own/checkpoint',
      'own/tile/0/000',
      'own/openings/000',
      'common/keys',
      'host/checkpoint',
      'nothing',
      '',
    ]) {
      for (const asking of [{}, { as: revoked }, { as: suspended }, { headers: { authorization: 'Bearer none' } }])
        expect(seenOf(await get(path, asking)), path).toEqual(expected);
    }
  });

  it('are looked at again in the snapshot that is read: a token revoked in between opens nothing', async () => {
    const { house } = stage;
    const brief = await addPartner(house, 'brief', {});
    const caller = await authenticate(house, { secret: brief.token });
    await revokeToken(house, brief.tokenId);
    const find = ledgerFor(house, caller, 'own');
    const source = storedSource(house, find);
    for (const look of [
      () => source.checkpoint(),
      () => source.tile({ kind: 'entries', index: 0, width: 1 }),
      () => readOpenings(house, find, { index: 0, width: 1 }),
      () => house.store.read(ledgerFor(house, caller, 'common')),
    ])
      await expect(look()).rejects.toMatchObject({ code: 'credentials-wrong' });
  });

  it('whoever is trusted on no track may read its own and the common ledger', async () => {
    for (const ledger of ['own', 'common'])
      expect((await get(`${ledger}/checkpoint`, { as: stage.stranger })).statusCode).toBe(200);
  });
});
