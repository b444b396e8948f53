import { once } from 'node:events';
import { Agent, get as httpGet, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { issueToken } from '../../src/exchange/credentials.js';
import { buildServer, type ServerOptions } from '../../src/http/server.js';
import { addPartner, type Partner, publishTo } from '../house-fixture.js';
import {
  type Asking,
  ask,
  idOf,
  indicator,
  openStage,
  publishIndicators,
  range,
  type Stage,
  seenOf,
  TAXII,
  UNBOUNDED,
} from './stage.js';

/** One house for all; each test has a server of its own on it, whose budgets nobody has used. */
let stage: Stage;
const servers: Stage['app'][] = [];

beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, 3));
});
afterAll(async () => {
  for (const { server } of servers) server.closeAllConnections();
  await Promise.all(servers.map((server) => server.close()));
  await stage.close();
});

const serving = (options: ServerOptions): Stage => {
  const app = buildServer(stage.house, { logLevel: 'silent', ...options });
  servers.push(app);
  return { ...stage, app };
};

const statusesOf = async (count: number, asked: () => ReturnType<typeof ask>): Promise<readonly number[]> => {
  const statuses: number[] = [];
  for (let at = 0; at < count; at++) statuses.push((await asked()).statusCode);
  return statuses;
};

const OBJECTS = 'collections/ics/objects/';

describe('the requests of a participant', () => {
  it('T013 T071 beyond its budget are 429 with the seconds to wait, worded as each door words its errors', async () => {
    const there = serving({ budgets: { requestsPerMinute: 5 } });
    expect(await statusesOf(5, () => ask(there, OBJECTS, { as: stage.meridian }))).toEqual([200, 200, 200, 200, 200]);
    const taxii = await ask(there, OBJECTS, { as: stage.meridian });
    expect([taxii.statusCode, taxii.headers['content-type'], taxii.headers['retry-after']]).toEqual([429, TAXII, '12']);
    const title = 'too much was asked for in a short time: come back in 12 s';
    expect(taxii.json()).toEqual({ title, error_code: 'rate-exceeded', http_status: '429' });
    for (const path of ['/api/v1/me', '/ledger/own/checkpoint']) {
      const problem = await ask(there, path, { as: stage.meridian });
      expect(problem.headers).toMatchObject({ 'content-type': 'application/problem+json', 'retry-after': '12' });
      expect(problem.json()).toEqual({ type: 'about:blank', title, status: 429, code: 'rate-exceeded' });
    }
    stage.wait(12_000);
    expect(await statusesOf(2, () => ask(there, OBJECTS, { as: stage.meridian }))).toEqual([200, 429]);
  });

  it('are counted together for all its tokens and schemes, on all doors', async () => {
    const there = serving({ budgets: { requestsPerMinute: 3 } });
    const { secret } = await issueToken(stage.house, 'meridian', null);
    const basic = `Basic ${Buffer.from(`meridian:${stage.meridian.token}`).toString('base64')}`;
    const askings: readonly (readonly [string, Asking])[] = [
      [OBJECTS, { as: stage.meridian }],
      ['/api/v1/me', { headers: { authorization: `Bearer ${secret}` } }],
      ['/ledger/common/checkpoint', { headers: { authorization: basic } }],
      ['/taxii2/', { headers: { authorization: `Bearer ${secret}` } }],
    ];
    const statuses: number[] = [];
    for (const [path, asking] of askings) statuses.push((await ask(there, path, asking)).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429]);
  });

  it('cannot use what is another’s: its answers stay as they were, header by header and byte for byte', async () => {
    const there = serving({ budgets: { requestsPerMinute: 8 } });
    const looks = [OBJECTS, '/api/v1/me', 'collections/nothing/', '/ledger/common/checkpoint'];
    const look = async () => {
      const seen: unknown[] = [];
      for (const path of looks) seen.push(seenOf(await ask(there, path, { as: stage.twin })));
      return seen;
    };
    const before = await look();
    const hammered = await Promise.all(range(1, 60).map(() => ask(there, OBJECTS, { as: stage.meridian })));
    expect(hammered.filter(({ statusCode }) => statusCode === 429)).toHaveLength(52);
    expect(await look()).toEqual(before);
  });

  it('show nothing by their refusal: it is the same for what is there, withheld or absent, by every method', async () => {
    const there = serving({ budgets: { requestsPerMinute: 1 } });
    await publishTo(stage.house, 'ics', [indicator(50)], { tlp: ['amber'] });
    await ask(there, '/taxii2/', { as: stage.meridian });
    for (const method of ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'] as const) {
      const answers = new Set<string>();
      for (const path of [
        OBJECTS,
        `${OBJECTS}${idOf('indicator', 1)}/`,
        `${OBJECTS}${idOf('indicator', 50)}/`,
        `${OBJECTS}${idOf('indicator', 51)}/`,
        'collections/money/objects/',
        'collections/nothing/objects/?limit=0',
        '/taxii2/nowhere/',
      ]) {
        answers.add(JSON.stringify(seenOf(await ask(there, path, { as: stage.meridian, method, headers: { accept: TAXII } }))));
      }
      expect([method, answers.size, [...answers][0]]).toEqual([method, 1, expect.stringContaining('"statusCode":429')]);
    }
  });

  it('tell nobody of budgets while they last, and have no end where the budget is 0', async () => {
    const [bounded, endless] = [serving({ budgets: { requestsPerMinute: 50 } }), serving({ budgets: UNBOUNDED })];
    const one = seenOf(await ask(bounded, OBJECTS, { as: stage.meridian }));
    expect(seenOf(await ask(endless, OBJECTS, { as: stage.meridian }))).toEqual(one);
    expect(Object.keys(one.headers).filter((name) => /rate|retry|limit/.test(name))).toEqual([]);
    expect(new Set(await statusesOf(610, () => ask(endless, '/api/v1/me', { as: stage.twin })))).toEqual(new Set([200]));
  });

  it('are 600 a minute where nothing else is said', async () => {
    const there = serving({});
    const statuses = await statusesOf(601, () => ask(there, '/api/v1/me', { as: stage.visitor }));
    expect([statuses.slice(0, 600).every((status) => status === 200), statuses[600]]).toEqual([true, 429]);
  });
});

describe('the bytes of a participant', () => {
  it('beyond its budget are waited for, in proportion; an answer to HEAD has none', async () => {
    const { body } = await ask(stage, OBJECTS, { as: stage.meridian });
    const there = serving({ budgets: { responseBytesPerMinute: body.length * 2, requestsPerMinute: 0 } });
    expect(await statusesOf(9, () => ask(there, OBJECTS, { as: stage.meridian, method: 'HEAD' }))).toEqual(Array(9).fill(200));
    expect(await statusesOf(2, () => ask(there, OBJECTS, { as: stage.meridian }))).toEqual([200, 200]);
    const refused = await ask(there, OBJECTS, { as: stage.meridian });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect((await ask(there, OBJECTS, { as: stage.twin })).statusCode).toBe(200);
    // To ask too early costs nothing.
    expect(new Set(await statusesOf(50, () => ask(there, OBJECTS, { as: stage.meridian })))).toEqual(new Set([429]));
    expect((await ask(there, OBJECTS, { as: stage.meridian })).headers['retry-after']).toBe('1');
    stage.wait(60_000);
    expect((await ask(there, OBJECTS, { as: stage.meridian })).statusCode).toBe(200);
  });

  it('are counted before they go, so that many requests at once do not slip through together for ever', async () => {
    const { body } = await ask(stage, OBJECTS, { as: stage.meridian });
    const there = serving({ budgets: { responseBytesPerMinute: body.length, requestsPerMinute: 0 } });
    const first = await Promise.all(range(1, 4).map(() => ask(there, OBJECTS, { as: stage.meridian })));
    expect(first.some(({ statusCode }) => statusCode === 200)).toBe(true);
    const served = first.filter(({ statusCode }) => statusCode === 200).length;
    const refused = await ask(there, OBJECTS, { as: stage.meridian });
    expect(refused.statusCode).toBe(429);
    // What was too much is paid for by a longer wait.
    expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual((served - 1) * 60);
  });
});

describe('wrong credentials', () => {
  const wrong = (there: Stage, authorization: string, remoteAddress = '198.51.100.7', url = '/taxii2/') =>
    there.app.inject({ url, headers: { accept: TAXII, authorization }, remoteAddress });

  it('are 429 after so many from one address, all alike; right ones from there pass, and who shows none is asked for them', async () => {
    const there = serving({ budgets: { failuresPerMinute: 3 } });
    const guesses = range(1, 5).map((number) => `Bearer guess-${number}`);
    const statuses: number[] = [];
    for (const guess of guesses) statuses.push((await wrong(there, guess)).statusCode);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const answers = new Set<string>();
    const revoked = `Bearer ${stage.meridian.token.slice(1)}`;
    for (const guess of [...guesses, revoked, 'Bearer', 'Basic ====', `Basic ${btoa('twin:x')}`]) {
      for (const url of ['/taxii2/', `/taxii2/main/${OBJECTS}`, '/taxii2/nowhere/']) {
        answers.add(JSON.stringify(seenOf(await wrong(there, guess, '198.51.100.7', url))));
      }
    }
    expect([...answers]).toEqual([expect.stringMatching(/"statusCode":429.*"retry-after":"60"/)]);
    expect((await wrong(there, `Bearer ${stage.meridian.token}`)).statusCode).toBe(200);
    const without = await there.app.inject({ url: '/taxii2/', remoteAddress: '198.51.100.7' });
    expect([without.statusCode, without.headers['www-authenticate']]).toEqual([401, expect.any(Array)]);
    stage.wait(20_000);
    expect([(await wrong(there, 'Bearer x')).statusCode, (await wrong(there, 'Bearer x')).statusCode]).toEqual([401, 429]);
  });

  it('of another address are not counted with them; those of one IPv6 network are', async () => {
    const there = serving({ budgets: { failuresPerMinute: 1 } });
    const from = async (address: string) => (await wrong(there, 'Bearer x', address)).statusCode;
    expect([await from('198.51.100.7'), await from('198.51.100.7'), await from('198.51.100.8')]).toEqual([401, 429, 401]);
    expect([await from('2001:db8:1:2::1'), await from('2001:db8:1:2:ffff::9'), await from('2001:db8:1:3::1')]).toEqual([
      401, 429, 401,
    ]);
  });

  it('use nothing of the budget of the participant that they name', async () => {
    const there = serving({ budgets: { requestsPerMinute: 1, failuresPerMinute: 0 } });
    for (let guess = 0; guess < 20; guess++) await wrong(there, `Basic ${btoa(`meridian:${guess}`)}`);
    expect((await ask(there, '/taxii2/', { as: stage.meridian })).statusCode).toBe(200);
  });
});

describe('over sockets', () => {
  const agent = new Agent({ keepAlive: true });
  const sockets: Socket[] = [];
  let heavy: Partner;
  let other: Partner;

  beforeAll(async () => {
    heavy = await addPartner(stage.house, 'heavy', { cyber: 'partner' });
    other = await addPartner(stage.house, 'other', { cyber: 'partner' });
    // 9 MiB: more than what kernels take for a client that does not read.
    const description = 'x'.repeat(1_000_000);
    await publishTo(
      stage.house,
      'ics',
      range(101, 109).map((number) => indicator(number, 1, { description })),
    );
  });
  afterEach(() => {
    for (const socket of sockets.splice(0)) socket.destroy();
  });
  afterAll(() => agent.destroy());

  const listening = async (options: ServerOptions): Promise<Stage & { readonly port: number }> => {
    const there = serving({ budgets: UNBOUNDED, ...options });
    await there.app.listen({ host: '127.0.0.1', port: 0 });
    return { ...there, port: (there.app.server.address() as AddressInfo).port };
  };

  const headOf = (as: Partner, method = 'GET', path = `/taxii2/main/${OBJECTS}`) =>
    `${method} ${path} HTTP/1.1\r\nHost: parley.example\r\nAccept: ${TAXII}\r\nAuthorization: Bearer ${as.token}\r\n`;

  const open = async (port: number, text = ''): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => undefined);
    await once(socket, 'connect');
    socket.write(text);
    return socket;
  };

  /** All that comes until the server closes. */
  const readToEnd = async (socket: Socket): Promise<string> => {
    const chunks: Buffer[] = [];
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    if (!socket.closed) await once(socket, 'close');
    return Buffer.concat(chunks).toString('latin1');
  };

  const statusFor = async (port: number, as: Partner, path = '/api/v1/me'): Promise<number | undefined> => {
    const sent = httpGet({ port, path, agent, headers: { accept: TAXII, authorization: `Bearer ${as.token}` } });
    const [answer] = (await once(sent, 'response')) as [IncomingMessage];
    answer.resume();
    await once(answer, 'end');
    return answer.statusCode;
  };

  const connectionsOf = ({ app }: Stage): Promise<number> =>
    new Promise((done) => app.server.getConnections((_error, count) => done(count)));

  it('a client that stops reading is dropped, and others are served meanwhile', async () => {
    const there = await listening({ patience: { stall_ms: 250 } });
    const stalled = await open(there.port, `${headOf(heavy)}\r\n`);
    await expect.poll(() => connectionsOf(there)).toBe(1);
    for (let turn = 0; turn < 5; turn++) expect(await statusFor(there.port, other)).toBe(200);
    expect(await statusFor(there.port, other, `/taxii2/main/${OBJECTS}?limit=100`)).toBe(200);
    agent.destroy();
    await expect.poll(() => connectionsOf(there), { timeout: 3_000 }).toBe(0);
    const got = await readToEnd(stalled);
    expect(got).toMatch(/^HTTP\/1\.1 200 /);
    expect(got.length).toBeLessThan(Number(/content-length: (\d+)/.exec(got)?.[1]));
  });

  it('a client that takes its answer bit by bit gets so long and no longer', async () => {
    const there = await listening({ patience: { stall_ms: 5_000, answer_ms: 400 } });
    const dripping = await open(there.port, `${headOf(heavy)}\r\n`);
    let taken = 0;
    const sips = setInterval(() => {
      taken += (dripping.read(4_000) as Buffer | null)?.length ?? 0;
    }, 20);
    await expect.poll(() => connectionsOf(there), { timeout: 3_000 }).toBe(0);
    clearInterval(sips);
    expect(taken).toBeGreaterThan(10_000);
  });

  it('a client that is merely patient is not dropped: an idle connection serves the next request', async () => {
    const there = await listening({ patience: { stall_ms: 100 } });
    const own = new Agent({ keepAlive: true, maxSockets: 1 });
    const sent = () => httpGet({ port: there.port, path: '/healthz', agent: own });
    const ports = new Set<number | undefined>();
    for (let turn = 0; turn < 2; turn++) {
      const [answer] = (await once(sent(), 'response')) as [IncomingMessage];
      ports.add(answer.socket.localPort);
      answer.resume();
      await once(answer, 'end');
      await new Promise((later) => setTimeout(later, 400));
    }
    expect(ports.size).toBe(1);
    own.destroy();
  });

  it('a client that sends its headers or its body slowly is cut off, and others are served meanwhile', async () => {
    const there = await listening({ patience: { headers_ms: 200, request_ms: 400 } });
    const headers = await open(there.port, 'GET /taxii2/ HTTP/1.1\r\nHost: a\r\n');
    const body = await open(there.port, `${headOf(heavy, 'POST')}Content-Length: 1000\r\n\r\n`);
    const drip = setInterval(() => {
      headers.write('X-More: 1\r\n');
      body.write('x');
    }, 50);
    const [slowHeaders, slowBody] = [readToEnd(headers), readToEnd(body)];
    for (let turn = 0; turn < 3; turn++) expect(await statusFor(there.port, other)).toBe(200);
    expect(await slowHeaders).toMatch(/^HTTP\/1\.1 408 /);
    // Refused by its head; what comes behind is dropped unread, and not waited for.
    expect(await slowBody).toMatch(/^HTTP\/1\.1 403 /);
    clearInterval(drip);
  });

  it('one participant has so many requests under way, whatever it does with them; others do not feel it', async () => {
    const there = await listening({ budgets: { ...UNBOUNDED, requestsAtOnce: 2 } });
    for (let at = 0; at < 2; at++) await open(there.port, `${headOf(heavy)}\r\n`);
    await expect.poll(() => statusFor(there.port, heavy)).toBe(429);
    const refused = await ask(there, OBJECTS, { as: heavy });
    expect([refused.statusCode, refused.headers['retry-after']]).toEqual([429, '1']);
    expect(await statusFor(there.port, other)).toBe(200);
    for (const socket of sockets.splice(0)) socket.destroy();
    await expect.poll(() => statusFor(there.port, heavy)).toBe(200);
  });

  it('there are so many connections; one that idles gives way to the next', async () => {
    const there = await listening({ patience: { connections_max: 3 } });
    const ask = 'GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n';
    for (let at = 0; at < 3; at++) await once(await open(there.port, ask), 'data');
    expect(await readToEnd(await open(there.port, ask))).toBe('');
    await expect.poll(() => connectionsOf(there)).toBe(0);
    const [answer] = (await once(await open(there.port, ask), 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 /);
  });
});
