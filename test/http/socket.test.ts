import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idOf, openStage, publishIndicators, range, type Stage, TAXII } from './stage.js';

let stage: Stage;
let port: number;

beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, 3));
  await stage.app.listen({ host: '127.0.0.1', port: 0 });
  port = (stage.app.server.address() as AddressInfo).port;
});
afterAll(() => stage.close());

/** Sends these bytes and gives everything that comes back until the server closes. */
const exchange = async (text: string, to = port): Promise<string> => {
  const socket = connect(to, '127.0.0.1');
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  socket.on('error', () => undefined);
  socket.write(text);
  await once(socket, 'close');
  return Buffer.concat(chunks).toString();
};

const get = (target: string, more = ''): Promise<string> =>
  exchange(
    `GET ${target} HTTP/1.1\r\nHost: parley.example\r\nAccept: ${TAXII}\r\nAuthorization: Bearer ${stage.meridian.token}\r\nConnection: close\r\n${more}\r\n`,
  );

const withoutDate = (answer: string): string => answer.replace(/^date: .*\r\n/im, '');

describe('over a socket', () => {
  it('the wire carries the envelope with its length, and names no software', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/taxii2/main/collections/ics/objects/?limit=2`, {
      headers: { accept: TAXII, authorization: `Bearer ${stage.meridian.token}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe(TAXII);
    expect(answer.headers.get('server')).toBeNull();
    const body = await answer.text();
    expect(Number(answer.headers.get('content-length'))).toBe(Buffer.byteLength(body));
    expect(body).toContain(idOf('indicator', 2));
  });

  it('both challenges reach a client that joins header lines', async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/taxii2/`);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('www-authenticate')).toBe('Basic realm="parley", charset="UTF-8", Bearer realm="parley"');
  });

  it('dots and doubled slashes in a path lead nowhere', async () => {
    const nowhere = withoutDate(await get('/taxii2/nowhere/'));
    expect(nowhere).toMatch(/^HTTP\/1\.1 404 /);
    for (const target of [
      '/taxii2/../taxii2/main/',
      '/taxii2/main/collections/ics/../money/objects/',
      '/taxii2/main/collections/ics/%2e%2e/money/objects/',
      '/taxii2/main//collections/',
      '/taxii2/main/collections/ics/objects/./',
      '/taxii2/main\\collections/',
    ]) {
      expect([target, withoutDate(await get(target))]).toEqual([target, nowhere]);
    }
  });

  it('T013 what is no HTTP is 400 with the TAXII content type', async () => {
    for (const text of [
      'NONSENSE\r\n\r\n',
      'GET /taxii2/ HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n',
      'GET / HTTP/9.9\r\n\r\n',
    ]) {
      const answer = await exchange(text);
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
      expect(answer).toContain(`content-type: ${TAXII}\r\n`);
      expect(answer).toContain('cache-control: no-store, private\r\n');
      expect(answer).toMatch(/"http_status":"400"}$/);
    }
  });

  it('T013 what Node would refuse by itself is answered in our words: no Host is 400, an unknown Expect is ignored', async () => {
    const ask = (more: string) =>
      exchange(
        `GET /taxii2/ HTTP/1.1\r\n${more}Accept: ${TAXII}\r\nAuthorization: Bearer ${stage.meridian.token}\r\nConnection: close\r\n\r\n`,
      );
    const hostless = await ask('');
    expect(hostless).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/);
    expect(hostless).toMatch(/"http_status":"400"}$/);
    const expecting = await ask('Host: a\r\nExpect: nonsense\r\n');
    expect(expecting).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    for (const answer of [hostless, expecting]) {
      expect(answer).toContain(`content-type: ${TAXII}\r\n`);
      expect(answer).toContain('cache-control: no-store, private\r\n');
    }
  });

  it('T142 a request without User-Agent is answered', async () => {
    // `get` sends none; `app.inject` would put one in.
    expect(await get('/taxii2/')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
    expect(await get('/taxii2/main/collections/ics/objects/')).toMatch(/^HTTP\/1\.1 200 OK\r\n/);
  });

  it('T013 headers without end are 431 with the TAXII content type', async () => {
    const answer = await get('/taxii2/', `X-Long: ${'x'.repeat(40_000)}\r\n`);
    expect(answer).toMatch(/^HTTP\/1\.1 431 /);
    expect(answer).toContain(`content-type: ${TAXII}\r\n`);
    expect(answer).toMatch(/"http_status":"431"}$/);
  });

  it('a URL too long is 414, a header of any other length is not', async () => {
    expect(await get(`/taxii2/main/collections/ics/objects/?x=${'y'.repeat(17_000)}`)).toMatch(/^HTTP\/1\.1 414 /);
    expect(await get('/taxii2/', `X-Long: ${'x'.repeat(15_000)}\r\n`)).toMatch(/^HTTP\/1\.1 200 /);
  });

  it('a method that HTTP has and we have not is 405, one that nobody has is 400', async () => {
    const send = (method: string) =>
      exchange(
        `${method} /taxii2/ HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer ${stage.meridian.token}\r\nConnection: close\r\n\r\n`,
      );
    for (const method of ['PROPFIND', 'TRACE', 'LINK']) {
      const answer = await send(method);
      expect(answer).toMatch(/^HTTP\/1\.1 405 /);
      expect(answer).toMatch(/\r\nallow: GET, HEAD\r\n/);
    }
    expect(await send('FETCH')).toMatch(/^HTTP\/1\.1 400 /);
  });

  it('a body that nobody reads does not spoil the next request on the connection', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const send = async (method: string, path: string, body = ''): Promise<number | undefined> => {
      const headers = {
        accept: TAXII,
        authorization: `Bearer ${stage.meridian.token}`,
        'content-type': TAXII,
        'content-length': body.length,
      };
      const sent = request({ port, path, method, agent, headers });
      sent.end(body);
      const [answer] = (await once(sent, 'response')) as [import('node:http').IncomingMessage];
      answer.resume();
      await once(answer, 'end');
      return answer.statusCode;
    };
    expect(await send('POST', '/taxii2/main/collections/ics/objects/', 'x'.repeat(300_000))).toBe(403);
    expect(await send('GET', '/taxii2/main/collections/ics/objects/')).toBe(200);
    agent.destroy();
  });
});

describe('closing', () => {
  it('answers what is under way, drops idle connections and ends', async () => {
    const closing = await openStage();
    await publishIndicators(closing, range(1, 3));
    let release = (): void => undefined;
    const held = new Promise<void>((done) => {
      release = done;
    });
    const { read } = closing.house.store;
    let reached = (): void => undefined;
    const under = new Promise<void>((done) => {
      reached = done;
    });
    closing.house.store.read = async (look) => {
      reached();
      await held;
      return read.call(closing.house.store, look) as never;
    };
    await closing.app.listen({ host: '127.0.0.1', port: 0 });
    const base = `http://127.0.0.1:${(closing.app.server.address() as AddressInfo).port}`;
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
    const answer = fetch(`${base}/taxii2/main/collections/ics/objects/`, {
      headers: { accept: TAXII, authorization: `Bearer ${closing.meridian.token}` },
    });
    await under;
    const closed = closing.app.close();
    release();
    expect((await answer).status).toBe(200);
    expect(await (await answer).text()).toContain(idOf('indicator', 3));
    await closed;
    await expect(fetch(`${base}/healthz`)).rejects.toThrow();
    await closing.close();
  });
});
