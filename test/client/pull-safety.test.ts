import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { addressKind } from '../../src/client/taxii/address-kind.js';
import { type Network, PATIENCE } from '../../src/client/taxii/network.js';
import { type Access, openTaxiiClient, type TaxiiClient } from '../../src/client/taxii/taxii-client.js';
import { range } from '../http/stage.js';
import { parley } from '../program.js';
import { LOCALHOST_CERTIFICATE, LOCALHOST_KEY } from './localhost-certificate.js';
import { type Ask, dates, envelope, ID, idOf, type PlayedServer, play, send, TAXII } from './played-server.js';
import { foundPullHome, type PullHome } from './pull-home.js';

let node: PullHome;
const open: { close: () => unknown }[] = [];
const playing = async (act: (ask: Ask) => unknown, listen?: { host?: string; port?: number }): Promise<PlayedServer> => {
  const server = await play(act, listen);
  open.push(server);
  return server;
};

beforeAll(async () => {
  node = await foundPullHome();
});
afterAll(() => node.drop());
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

const waits: number[] = [];
const clientOf = (origin: string, network: Partial<Network> = {}, access: Partial<Access> = {}): TaxiiClient => {
  waits.length = 0;
  const client = openTaxiiClient(
    {
      resolve: async () => [{ address: '127.0.0.1', family: 4 }],
      kindOf: addressKind,
      clock: () => Date.UTC(2026, 4, 3),
      random: () => 0,
      sleep: async (ms) => void waits.push(ms),
      patience: PATIENCE,
      ...network,
    },
    { origin, authorization: undefined, allowPrivate: true, ...access },
  );
  open.push(client);
  return client;
};

/** Gets the root of a played server; the text of the answer, or the code and the message of the error. */
const fetched = async (act: (ask: Ask) => unknown, bytes_max = 10_000, network: Partial<Network> = {}) => {
  let times = 0;
  const server = await playing((ask) => act({ ...ask, time: ++times }));
  const outcome = await clientOf(server.origin, network)
    .get(new URL('/', server.origin), bytes_max)
    .then(
      ({ body }) => ({ text: Buffer.from(body).toString() }),
      (error: { code?: string; message: string }) => ({ code: error.code, message: error.message }),
    );
  return { ...outcome, times, waits: [...waits] };
};

describe('a redirect', () => {
  it('on the same origin is followed, three at most', async () => {
    const hops = (count: number) => (ask: Ask) => {
      const at = Number(ask.url.searchParams.get('at') ?? 0);
      return at < count
        ? send(ask.response, 307, {}, { location: `/?at=${at + 1}` })
        : send(ask.response, 200, '{"title":"there"}');
    };
    expect(await fetched(hops(3))).toMatchObject({ text: '{"title":"there"}', times: 4 });
    expect(await fetched(hops(4))).toMatchObject({ code: 'pull-redirected', times: 4 });
  });

  it('to another host, port or scheme is not, though it is told where it leads; nothing is sent there', async () => {
    const trap = await playing(({ response }) => send(response, 200, {}));
    const token = join(node.dir, 'redirected-token');
    writeFileSync(token, 's3cret-word');
    for (const location of [`${trap.origin}/steal?x=1`, 'https://elsewhere.example/api/', `//localhost:${trap.port}/`]) {
      const server = await playing(({ response }) => send(response, 302, {}, { location }));
      const pulled = await node.pull(server, await node.collection(), ['--token-file', token]);
      const target = new URL(location, server.origin);
      expect(pulled).toMatchObject({
        status: 1,
        error: { code: 'pull-redirected', details: { target: `${target.origin}${target.pathname}` } },
      });
    }
    expect(trap.asked).toEqual([]);
  });

  it('without a place, or with credentials in it, is an error', async () => {
    expect(await fetched(({ response }) => send(response, 301, {}))).toMatchObject({ code: 'pull-malformed' });
    const server = await playing(({ request, response }) =>
      send(response, 301, {}, { location: `http://a:b@${request.headers.host}/` }),
    );
    await expect(clientOf(server.origin).get(new URL('/', server.origin), 10)).rejects.toMatchObject({ code: 'pull-malformed' });
  });
});

describe('a server that is busy or breaks', () => {
  const failing = (failures: number, fail: (ask: Ask) => unknown) => (ask: Ask) =>
    ask.time <= failures ? fail(ask) : send(ask.response, 200, '{"ok":1}');

  it.each([429, 502, 503, 504])('with %i is asked again, later each time', async (status) => {
    const outcome = await fetched(failing(2, ({ response }) => send(response, status, {})));
    expect(outcome).toMatchObject({ text: '{"ok":1}', times: 3, waits: [250, 500] });
  });
  it('says when to come back, in seconds or as a date, and is believed within bounds', async () => {
    const asked = ['7', 'Sun, 03 May 2026 00:00:10 GMT', '999999'];
    const outcome = await fetched(
      failing(3, ({ response, time }) => send(response, 429, {}, { 'retry-after': asked[time - 1] })),
    );
    expect(outcome).toMatchObject({ text: '{"ok":1}', waits: [7_000, 10_000, 120_000] });
  });
  it('in the middle of a body is asked again', async () => {
    const torn = ({ response }: Ask) => {
      response.writeHead(200, { 'content-type': TAXII, 'content-length': 1000 });
      response.write('{"objects":[');
      setTimeout(() => response.destroy(), 20);
    };
    expect(await fetched(failing(1, torn))).toMatchObject({ text: '{"ok":1}', times: 2 });
  });
  it('is given up after five attempts', async () => {
    expect(await fetched(({ request }) => request.socket.destroy())).toMatchObject({ code: 'pull-unreachable', times: 5 });
    expect(await fetched(({ response }) => send(response, 429, {}))).toMatchObject({ code: 'pull-refused', times: 5 });
  });
  it.each([400, 401, 403, 404, 406, 500, 204])('with %i is not asked again', async (status) => {
    const outcome = await fetched(({ response }) => send(response, status, {}));
    expect(outcome).toMatchObject({ code: 'pull-refused', times: 1 });
    expect(outcome).toHaveProperty('message', expect.stringContaining(`status ${status}`));
  });
});

describe('a server that is slow', () => {
  const patience = { connect_ms: 5_000, headers_ms: 60, idle_ms: 60, whole_ms: 5_000 };
  const begin = (ask: Ask) => {
    ask.response.writeHead(200, { 'content-type': TAXII });
    ask.response.write('{');
    return ask.response;
  };
  it('with its headers, with a piece of its body, or with all of it, is given up', async () => {
    const silent = await fetched(() => undefined, 1000, { patience });
    expect(silent).toMatchObject({
      code: 'pull-unreachable',
      times: 5,
      message: expect.stringContaining('no answer within 0.06 s'),
    });
    const stalled = await fetched(begin, 1000, { patience });
    expect(stalled).toMatchObject({ code: 'pull-unreachable', message: expect.stringContaining('no more of the answer') });
    const drip = (ask: Ask) => {
      const response = begin(ask);
      const dripping = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(dripping));
    };
    const dripped = await fetched(drip, 1000, { patience: { ...patience, whole_ms: 150 } });
    expect(dripped).toMatchObject({
      code: 'pull-unreachable',
      message: expect.stringContaining('no whole answer within 0.15 s'),
    });
  });
  it('and still gets on is waited for', async () => {
    const slowly = (ask: Ask) => {
      const response = begin(ask);
      let left = 8;
      const writing = setInterval(() => (left-- > 0 ? response.write(' ') : response.end('}')), 15);
      response.on('close', () => clearInterval(writing));
    };
    expect(await fetched(slowly, 1000, { patience })).toMatchObject({ text: `{${' '.repeat(8)}}`, times: 1 });
  });
});

describe('an answer', () => {
  const packed =
    (body: Uint8Array, encoding = 'gzip') =>
    (ask: Ask) => {
      ask.response.writeHead(200, { 'content-type': TAXII, 'content-encoding': encoding });
      ask.response.end(body);
    };
  it('may be packed', async () => {
    expect(await fetched(packed(gzipSync('{"ok":1}')))).toMatchObject({ text: '{"ok":1}' });
    expect(await fetched(packed(Buffer.from('{"ok":1}'), 'identity'))).toMatchObject({ text: '{"ok":1}' });
  });
  it('is bounded as it comes and as it is unpacked', async () => {
    expect(await fetched(({ response }) => send(response, 200, ' '.repeat(1001)), 1000)).toMatchObject({
      code: 'pull-too-large',
      times: 1,
    });
    const bomb = gzipSync(Buffer.alloc(5_000_000));
    expect(bomb.length).toBeLessThan(6_000);
    expect(await fetched(packed(bomb), 6_000)).toMatchObject({ code: 'pull-too-large', times: 1 });
  });
  it('that is no gzip, not all of it, or packed otherwise, is an error', async () => {
    expect(await fetched(packed(Buffer.from('plain')))).toMatchObject({ code: 'pull-malformed' });
    expect(await fetched(packed(gzipSync('{"ok":1}').subarray(0, 12)))).toMatchObject({ code: 'pull-malformed' });
    expect(await fetched(packed(Buffer.from('x'), 'br'))).toMatchObject({ code: 'pull-malformed' });
  });
  it('of another type is an error that names it, and no trick on a terminal', async () => {
    const outcome = await fetched(({ response }) => send(response, 200, '<html>', { 'content-type': 'text/html' }));
    expect(outcome).toMatchObject({ code: 'pull-malformed', message: expect.stringContaining('`text/html`') });
  });
  it('that is a page of 64 MiB of nothing is refused before it is all there', async () => {
    const server = await playing(packed(gzipSync(Buffer.alloc(65 * 1024 * 1024, 0x20), { level: 1 })));
    expect(await node.pull(server, await node.collection())).toMatchObject({ error: { code: 'pull-too-large' } });
  });
});

describe('an address', () => {
  it('that is private is not asked unless that is meant, and then without TLS only there', async () => {
    const server = await playing(({ response }) => send(response, 200, envelope([1]), dates([1])));
    const into = await node.collection();
    const pull = async (url: string, ...flags: readonly string[]) => {
      const ran = await node.line(['pull', url, '--into', into, '--json', ...flags]);
      return (JSON.parse(ran.out) as { error?: { code: string } }).error?.code;
    };
    const secure = server.collection.replace('http:', 'https:');
    expect(await pull(secure)).toBe('pull-private');
    expect(await pull(secure.replace('127.0.0.1', '[::ffff:127.0.0.1]'))).toBe('pull-private');
    expect(await pull(secure.replace('127.0.0.1', 'localhost'))).toBe('pull-private');
    expect(await pull(secure.replace('127.0.0.1', '2130706433'))).toBe('pull-private');
    expect(await pull('https://169.254.169.254/latest/collections/a/')).toBe('pull-private');
    expect(await pull(server.collection)).toBe('pull-private');
    expect(await pull('http://lantern.example/api/collections/a/')).toBe('pull-insecure');
    expect(await pull('http://93.184.215.14/api/collections/a/', '--allow-private')).toBe('pull-insecure');
    expect(server.asked).toEqual([]);
    expect(await pull(server.collection, '--allow-private')).toBeUndefined();
    expect(server.asked).toHaveLength(1);
  });

  it('is the one that was judged, also when the name leads elsewhere at once (DNS rebinding)', async () => {
    const kindOf = (address: string) => (address === '127.0.0.1' ? ('private' as const) : ('metadata' as const));
    const good = await playing(({ response }) => send(response, 200, '{"who":"good"}', { connection: 'close' }));
    const bad = await playing(({ response }) => send(response, 200, '{"who":"bad"}'), { host: '127.0.0.2', port: good.port });
    const resolved: string[] = [];
    const resolve = async (host: string) => {
      resolved.push(host);
      return [{ address: resolved.length === 1 ? '127.0.0.1' : '127.0.0.2', family: 4 }];
    };
    const origin = `http://rebind.example:${good.port}`;
    const client = clientOf(origin, { resolve, kindOf });
    const { body } = await client.get(new URL('/', origin), 100);
    expect(Buffer.from(body).toString()).toBe('{"who":"good"}');
    expect(resolved).toEqual(['rebind.example']);
    expect(good.headers[0]).toMatchObject({ host: `rebind.example:${good.port}` });
    // A new connection is judged anew.
    await expect(client.get(new URL('/', origin), 100)).rejects.toMatchObject({ code: 'pull-insecure' });
    const wary = clientOf(origin.replace('http:', 'https:'), { resolve }, { allowPrivate: false });
    await expect(wary.get(new URL('/', origin.replace('http:', 'https:')), 100)).rejects.toMatchObject({ code: 'pull-private' });
    expect(bad.asked).toEqual([]);
  });

  it('of an API root on another origin is not asked, and told', async () => {
    const other = await playing(({ response }) => send(response, 200, {}));
    const server = await playing(({ response }) =>
      send(response, 200, { title: 'Lantern', api_roots: [`${other.origin}/api/`] }),
    );
    const pulled = await node.pull(`${server.origin}/taxii2/`, await node.collection(), ['--collection', 'ics']);
    expect(pulled).toMatchObject({
      error: { code: 'pull-collection-unknown', message: expect.stringContaining(`${other.origin}/api/`) },
    });
    expect(other.asked).toEqual([]);
  });
});

describe('TLS', () => {
  it('is of the name, though the address was looked up before, and a certificate that nobody vouches for ends it', async () => {
    const asked: unknown[] = [];
    const named: string[] = [];
    const SNICallback = (name: string, done: (error: Error | null) => void) => {
      named.push(name);
      done(null);
    };
    const server = createSecureServer(
      { key: LOCALHOST_KEY, cert: LOCALHOST_CERTIFICATE, SNICallback },
      ({ headers: { host } }, response) => {
        asked.push(host);
        send(response, 200, envelope([1]), dates([1]));
      },
    );
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    const { port } = server.address() as AddressInfo;
    open.push({ close: () => server.closeAllConnections() }, { close: () => server.close() });
    const into = await node.collection();
    const url = `https://localhost:${port}/api/collections/${ID}/`;
    const untrusted = await node.pull(url, into);
    expect(untrusted).toMatchObject({
      error: { code: 'pull-unreachable', details: { reason: expect.stringContaining('not trusted') } },
    });
    expect(asked).toEqual([]);
    const authority = join(node.dir, 'authority.pem');
    writeFileSync(authority, LOCALHOST_CERTIFICATE);
    const args = ['pull', url, '--into', into, '--allow-private', '--json'];
    const trusted = await parley(args, { PARLEY_HOME: node.home, NODE_EXTRA_CA_CERTS: authority });
    expect(trusted, trusted.stderr).toMatchObject({ status: 0 });
    expect(asked).toEqual([`localhost:${port}`]);
    expect(new Set(named)).toEqual(new Set(['localhost']));
  });
});

describe('a secret', () => {
  it('is sent in its header, and stands in no answer, error or file of the home', async () => {
    const server = await playing(({ response, time }) =>
      time === 1 ? send(response, 200, envelope([1], { more: true, next: 'b' }), dates([1])) : send(response, 401, {}),
    );
    const password = join(node.dir, 'password');
    writeFileSync(password, 's3cret: word\n');
    const into = await node.collection();
    const basic = await node.pull(server, into, ['--user', 'northern', '--password-file', password]);
    expect(server.headers[0]?.authorization).toBe(`Basic ${Buffer.from('northern:s3cret: word').toString('base64')}`);
    expect(basic).toMatchObject({ pages: 1, error: { code: 'pull-refused' } });
    const kept = readdirSync(join(node.home, 'pulls')).map((name) => readFileSync(join(node.home, 'pulls', name), 'utf8'));
    for (const text of [basic.out, basic.err, ...kept]) {
      expect(text).not.toContain('s3cret');
      expect(text).not.toContain(Buffer.from('northern:s3cret: word').toString('base64'));
    }
  });

  it('that the server sends back is neither published nor kept nor shown', async () => {
    const token = join(node.dir, 'echoed-token');
    writeFileSync(token, 's3cret-word-of-northern');
    for (const act of [
      ({ request, response }: Ask) => send(response, 200, envelope([1], { more: true, next: request.headers.authorization })),
      ({ request, response }: Ask) =>
        send(response, 200, {}, { 'content-type': `text/${request.headers.authorization?.split(' ')[1]}` }),
      ({ request, response }: Ask) => send(response, 302, {}, { location: `/${request.headers.authorization?.split(' ')[1]}/` }),
    ]) {
      const server = await playing(act);
      const pulled = await node.pull(server, await node.collection(), ['--token-file', token]);
      expect(pulled).toMatchObject({ error: { code: 'pull-malformed', details: { reason: 'it sends our credentials back' } } });
      expect(pulled.out + pulled.err).not.toContain('s3cret');
    }
  });

  it.each([
    [['--user', 'northern']],
    [['--password-file', 'x']],
    [['--user', 'northern', '--password-file', 'x', '--token-file', 'y']],
    [['--from-start', '--added-after', '2026-05-03T00:00:00Z']],
    [['--limit', '0']],
  ])('or a place that is given by half is wrong usage: %j', async (flags) => {
    const { status } = await node.line(['pull', `https://lantern.example/api/collections/${ID}/`, '--into', 'ics', ...flags]);
    expect(status).toBe(2);
  });
  it('is wrong usage where it holds more than a token, and so is a URL that names no collection', async () => {
    const file = join(node.dir, 'two-lines');
    writeFileSync(file, 'one\nX-Evil: 1');
    const url = `https://lantern.example/api/collections/${ID}/`;
    expect((await node.line(['pull', url, '--into', 'ics', '--token-file', file])).status).toBe(2);
    expect((await node.line(['pull', url, '--into', 'ics', '--user', 'a', '--password-file', file])).status).toBe(2);
    expect((await node.line(['pull', 'https://lantern.example/taxii2/', '--into', 'ics'])).status).toBe(2);
  });
});

describe('the answer for people', () => {
  it('says what came, where the next pull begins, and a command that works', async () => {
    let broken = false;
    const server = await playing(({ response, url }) =>
      broken && url.searchParams.has('next')
        ? send(response, 500, {})
        : send(response, 200, envelope(range(1, 2), broken ? { more: true, next: 'b' } : {}), dates([1, 2])),
    );
    const into = await node.collection();
    const words = ['pull', server.collection, '--into', into, '--allow-private'];
    const whole = await node.line(words);
    expect(whole).toMatchObject({ status: 0 });
    expect(whole.out).toContain('1 page, 2 read, 2 accepted, 0 duplicates, 0 rejected');
    expect(whole.out).toContain('added after 2026-03-01T00:00:02.000000Z');
    expect(whole.out).toContain(`next: parley preview --participant SLUG --collection ${into}`);
    const seen = await node.line([...words, '--from-start'], {}, { terminal: true });
    expect(seen).toMatchObject({ status: 0, out: expect.stringContaining('2 read, 0 accepted, 2 duplicates') });
    broken = true;
    const early = await node.line([...words, '--from-start', '--limit', '2']);
    expect(early).toMatchObject({ status: 1 });
    expect(early.out).toContain(`next: parley pull ${server.collection} --into ${into} --limit 2 --allow-private`);
    expect(early.err).toContain('error pull-refused: ');
    expect(await node.held(into)).toEqual([idOf(1), idOf(2)]);
  });
});
