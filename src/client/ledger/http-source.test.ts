import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { filesOf, noteOf, SIGNER, someLeaves } from '../../../test/ledger/published-log.js';
import { httpSource } from './http-source.js';
import { verifyLedger } from './verify-ledger.js';

const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

const serve = async (listener: RequestListener): Promise<string> => {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
};

const sourceAt = (base: string) => httpSource({ base, ledger: 'own', authorization: 'Bearer parley_x' });
const BUNDLE = { kind: 'entries', index: 0, width: 1 } as const;

describe('a ledger on the net', () => {
  it('is read under its path with the token, and verifies', async () => {
    const entries = someLeaves(300);
    const files = filesOf(entries);
    const asked: (string | undefined)[] = [];
    const base = await serve((request, response) => {
      asked.push(request.headers.authorization);
      const path = request.url?.replace('/node/ledger/common/', '') ?? '';
      response.end(path === 'checkpoint' ? noteOf(entries) : files.get(path));
    });
    const source = httpSource({ base: `${base}/node/`, ledger: 'common', authorization: 'Bearer parley_x' });
    expect(await verifyLedger({ source, keys: [SIGNER.key] })).toMatchObject({ size: 300 });
    expect(asked).toEqual(Array.from({ length: files.size + 1 }, () => 'Bearer parley_x'));
  });

  it.each([401, 404, 500, 204])('that answers with %i is unreachable', async (status) => {
    const base = await serve((_request, response) => response.writeHead(status).end());
    await expect(sourceAt(base).tile(BUNDLE)).rejects.toMatchObject({
      code: 'ledger-unreachable',
      details: { url: `${base}/ledger/own/tile/entries/000.p/1`, reason: `it answers with status ${status}` },
    });
  });

  it('that has had enough is asked again when it says, and not for ever', async () => {
    let asked = 0;
    const base = await serve((request, response) => {
      asked += 1;
      const enough = asked < 4 || request.url?.endsWith('/checkpoint');
      response.writeHead(enough ? 429 : 200, { 'retry-after': '0' }).end(enough ? '' : 'x');
    });
    expect(await sourceAt(base).tile(BUNDLE)).toEqual(Buffer.from('x'));
    expect(asked).toBe(4);
    await expect(sourceAt(base).checkpoint()).rejects.toThrow('it answers with status 429');
    expect(asked).toBe(34);
  });

  it('that sends more than a tile can have is not read on', async () => {
    let closed = 0;
    const base = await serve((_request, response) => {
      const more = (): void => {
        if (!response.destroyed) response.write(Buffer.alloc(65_536), () => setImmediate(more));
      };
      response.on('close', () => {
        closed += 1;
      });
      more();
    });
    await expect(sourceAt(base).tile(BUNDLE)).rejects.toThrow('it sends more than 71 bytes');
    await expect(sourceAt(base).checkpoint()).rejects.toThrow('it sends more than 262144 bytes');
    await expect.poll(() => closed).toBe(2);
  });

  it('does not lead the token elsewhere', async () => {
    let visits = 0;
    const elsewhere = await serve((_request, response) => {
      visits += 1;
      response.end('x');
    });
    const base = await serve((_request, response) => response.writeHead(302, { location: elsewhere }).end());
    await expect(sourceAt(base).checkpoint()).rejects.toMatchObject({ code: 'ledger-unreachable' });
    expect(visits).toBe(0);
  });

  it('that nobody serves, or that hangs up, is told with the reason', async () => {
    const base = await serve((request) => request.socket.destroy());
    await expect(sourceAt(base).checkpoint()).rejects.toMatchObject({ code: 'ledger-unreachable' });
    await new Promise((resolve) => servers.pop()?.close(resolve));
    await expect(sourceAt(base).checkpoint()).rejects.toThrow('does not answer as a ledger: ECONNREFUSED');
  });

  it('has a checkpoint in UTF-8', async () => {
    const base = await serve((_request, response) => response.end(Buffer.of(0xff)));
    await expect(sourceAt(base).checkpoint()).rejects.toThrow('it sends no UTF-8 text');
  });

  it('has an http URL without a secret in it, and none is shown', () => {
    for (const base of ['', 'words', 'file:///etc/passwd', 'ftp://127.0.0.1']) {
      expect(() => sourceAt(base)).toThrow('it is not an http or https URL');
    }
    const withSecret = () => sourceAt('http://partner:hush@127.0.0.1');
    expect(withSecret).toThrow('a token goes into the header, not into the URL');
    expect(withSecret).not.toThrow('hush');
  });
});
