import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { type AddressInfo, connect } from 'node:net';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ParleyError } from '../../src/core/errors.js';
import type { House } from '../../src/exchange/house.js';
import { measuredStore } from '../../src/http/operations/measured-store.js';
import { Metrics } from '../../src/http/operations/metrics.js';
import { buildOperationsServer } from '../../src/http/operations/server.js';
import { buildServer } from '../../src/http/server.js';
import { freshHome, parley, start, writtenBy } from '../program.js';
import { ask, idOf, openStage, publishIndicators, range, type Stage, seenOf, TAXII, UNBOUNDED } from './stage.js';

const SILENT = { logLevel: 'silent', budgets: UNBOUNDED } as const;

let stage: Stage;
/** The stage's house as it measures itself, its doors, and its operations. */
let house: House;
let doors: Stage;
let operations: FastifyInstance;

const measuring = (store = stage.house.store, alarm: House['alarm'] = stage.house.alarm) => {
  const metrics = new Metrics(() => store.connections());
  const measured: House = { ...stage.house, alarm, store: measuredStore(store, metrics), measures: metrics };
  const app = buildServer(measured, { ...SILENT, metrics });
  return { metrics, house: measured, app, operations: buildOperationsServer(measured, metrics, SILENT) };
};

beforeAll(async () => {
  stage = await openStage();
  await publishIndicators(stage, range(1, 3));
  const { app, ...measured } = measuring();
  house = measured.house;
  operations = measured.operations;
  doors = { ...stage, app };
});
afterAll(async () => {
  await Promise.all([doors.app.close(), operations.close()]);
  await stage.close();
});

/** The stage's store as an object of which a method can be replaced. */
const plain = (): House['store'] => {
  const { store } = stage.house;
  return {
    read: (look) => store.read(look),
    seal: (write) => store.seal(write),
    unfitness: () => store.unfitness(),
    connections: () => store.connections(),
    close: () => store.close(),
  };
};

const textOf = async (app = operations): Promise<string> => (await app.inject('/metrics')).body;

/** Values by name and labels, as they are written. */
const seriesIn = (text: string): ReadonlyMap<string, number> =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))]),
  );

const valuesOf = async (app = operations) => {
  const series = seriesIn(await textOf(app));
  return (name: string): number => series.get(name) ?? 0;
};

const namesIn = (text: string): readonly string[] => [...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name = '']) => name).sort();

const OBJECTS = 'collections/ics/objects/';
const ROUTE = '/taxii2/main/collections/:collection/objects/';

describe('GET /metrics', () => {
  it('counts answers by route, method and status, their time, and their bytes by door', async () => {
    const earlier = await valuesOf();
    const sizes = [];
    for (let turn = 0; turn < 3; turn++) sizes.push((await ask(doors, OBJECTS, { as: stage.meridian })).body.length);
    await ask(doors, OBJECTS, { as: stage.meridian, method: 'HEAD' });
    await ask(doors, OBJECTS);
    const refusal = (await ask(doors, OBJECTS)).body.length;
    const later = await valuesOf();
    const grown = (name: string) => later(name) - earlier(name);
    expect(grown(`parley_http_requests_total{route="${ROUTE}",method="GET",status="200"}`)).toBe(3);
    expect(grown(`parley_http_requests_total{route="${ROUTE}",method="HEAD",status="200"}`)).toBe(1);
    expect(grown(`parley_http_requests_total{route="${ROUTE}",method="GET",status="401"}`)).toBe(2);
    expect(grown(`parley_http_request_duration_seconds_count{route="${ROUTE}",method="GET"}`)).toBe(5);
    expect(grown(`parley_http_request_duration_seconds_sum{route="${ROUTE}",method="GET"}`)).toBeGreaterThan(0);
    const bytes = sizes.reduce((sum, size) => sum + size, 2 * refusal);
    expect(grown('parley_http_sent_bytes_total{door="taxii2"}')).toBe(bytes);
  });

  it('measures what is put on record: once for what is new, together for what comes together, never for what is held', async () => {
    const earlier = await valuesOf();
    await Promise.all([ask(doors, OBJECTS, { as: stage.twin }), ask(doors, OBJECTS, { as: stage.twin })]);
    await ask(doors, OBJECTS, { as: stage.twin });
    const later = await valuesOf();
    const grown = (name: string) => later(name) - earlier(name);
    expect(grown('parley_disclosure_batch_size_sum')).toBe(2);
    expect(grown('parley_disclosure_batch_size_count')).toBeGreaterThanOrEqual(1);
    expect(grown('parley_disclosure_commit_seconds_count')).toBe(grown('parley_disclosure_batch_size_count'));
    expect(grown('parley_seal_duration_seconds_count')).toBe(grown('parley_disclosure_batch_size_count'));
  });

  it('shows how many seals wait, for how long, and how long they take, whether they succeed or not', async () => {
    const earlier = await valuesOf();
    let end = (): void => undefined;
    const held = new Promise<void>((done) => {
      end = done;
    });
    const first = house.store.seal(() => held);
    const others = [1, 2].map(() => house.store.seal(async () => Promise.reject(new Error('mine'))).catch((error) => error));
    await expect.poll(async () => (await valuesOf())('parley_seals_waiting')).toBe(2);
    end();
    await first;
    expect(await Promise.all(others)).toEqual([new Error('mine'), new Error('mine')]);
    const later = await valuesOf();
    const grown = (name: string) => later(name) - earlier(name);
    expect(later('parley_seals_waiting')).toBe(0);
    expect([grown('parley_seal_wait_seconds_count'), grown('parley_seal_duration_seconds_count')]).toEqual([3, 3]);
  });

  it('does not let a seal that never had its turn wait for ever', async () => {
    const away = new ParleyError('store-unavailable');
    const gone = measuring({ ...plain(), seal: () => Promise.reject(away) });
    await expect(gone.house.store.seal(async () => undefined)).rejects.toBe(away);
    const values = await valuesOf(gone.operations);
    expect([values('parley_seals_waiting'), values('parley_seal_wait_seconds_count')]).toEqual([0, 1]);
    expect(values('parley_seal_duration_seconds_count')).toBe(0);
    await Promise.all([gone.app.close(), gone.operations.close()]);
  });

  it('shows the connections to the database, and the process', async () => {
    let end = (): void => undefined;
    const held = new Promise<void>((done) => {
      end = done;
    });
    const reading = range(1, 10).map(() => house.store.read(() => held));
    const values = await valuesOf();
    expect(values('parley_database_connections{state="busy"}')).toBe(8);
    expect([values('parley_database_connections{state="idle"}'), values('parley_database_waiting')]).toEqual([0, 2]);
    end();
    await Promise.all(reading);
    expect((await valuesOf())('parley_database_connections{state="busy"}')).toBe(0);
    expect(values('process_resident_memory_bytes')).toBeGreaterThan(1e6);
    expect(values('nodejs_eventloop_lag_seconds')).toBeGreaterThanOrEqual(0);
  });

  it('is text for Prometheus, with a registry of its own for each server', async () => {
    const answer = await operations.inject('/metrics');
    expect(answer.headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    const fresh = measuring();
    expect((await valuesOf(fresh.operations))(`parley_http_requests_total{route="${ROUTE}",method="GET",status="200"}`)).toBe(0);
    await Promise.all([fresh.app.close(), fresh.operations.close()]);
  });

  it('is explained in docs/operating.md, every one and no other', async () => {
    const paper = readFileSync(join(import.meta.dirname, '../../docs/operating.md'), 'utf8');
    const explained = [...paper.matchAll(/^\| `(parley_\w+)/gm)].map(([, name]) => name);
    const names = namesIn(await textOf());
    expect(explained.toSorted()).toEqual(names.filter((name) => name.startsWith('parley_')));
    expect(names.filter((name) => !/^(parley|process|nodejs)_/.test(name))).toEqual([]);
  });
});

describe('an attacker', () => {
  it('cannot make series by URLs, methods or credentials of its own', async () => {
    const { app, operations: own, ...rest } = measuring();
    const there = { ...doors, ...rest, app };
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { port } = app.server.address() as AddressInfo;
    const send = async (text: string): Promise<void> => {
      const socket = connect(port, '127.0.0.1');
      socket.on('error', () => undefined).resume();
      socket.end(text);
      await once(socket, 'close');
    };
    const hostile = async (round: number): Promise<void> => {
      for (const path of [
        `/x${round}`,
        `/taxii2/${round}`,
        `${OBJECTS}?limit=${round}`,
        `collections/c${round}/`,
        `status/s${round}/`,
      ]) {
        await ask(there, path, { as: stage.meridian });
        await ask(there, path, { method: 'PATCH', payload: '{}' });
        await ask(there, path, { headers: { authorization: `Bearer ${round}` } });
      }
      await ask(there, `${OBJECTS}${idOf('indicator', round)}/`, { as: stage.meridian });
      for (const method of ['PROPFIND', 'MKCOL', 'LINK', 'SEARCH', 'UNLOCK']) {
        await send(`${method} /p${round} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
      }
      await send(`ODD${round} / HTTP/1.1\r\nHost: a\r\n\r\n`);
      await send(`GET /%${round} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`);
    };
    // Once for the shapes that there are, then many for what differs within them.
    await hostile(0);
    await hostile(1);
    const shapes = [...seriesIn(await textOf(own)).keys()].filter((name) => name.startsWith('parley_http')).sort();
    for (const round of range(2, 22)) await hostile(round);
    const text = await textOf(own);
    expect([...seriesIn(text).keys()].filter((name) => name.startsWith('parley_http')).sort()).toEqual(shapes);
    expect(text).toContain('route="unrouted",method="other"');
    await Promise.all([app.close(), own.close()]);
  });

  it('finds no partner, collection, object or token in them', async () => {
    await ask(doors, `${OBJECTS}${idOf('indicator', 1)}/`, { as: stage.meridian });
    const text = await textOf();
    const secrets = [stage.meridian.token, stage.meridian.participant.id, stage.ics.id, idOf('indicator', 1)];
    for (const secret of [...secrets, 'meridian', 'twin', 'ics', 'money', 'Relay']) expect(text).not.toContain(secret);
  });

  it('finds /metrics on the doors as unknown as any other path, with credentials or without, by every method', async () => {
    for (const as of [undefined, stage.meridian]) {
      for (const method of ['GET', 'HEAD', 'POST', 'OPTIONS'] as const) {
        const asking = { ...(as ? { as } : {}), method };
        const unknown = seenOf(await ask(doors, '/nowhere', asking));
        expect(unknown.statusCode).toBe(404);
        for (const path of ['/metrics', '/metrics/', '/metrics?x=1', '/api/v1/metrics', '/%6detrics']) {
          expect([path, seenOf(await ask(doors, path, asking))]).toEqual([path, unknown]);
        }
      }
    }
  });

  it('finds no door on the port of operations', async () => {
    const headers = { accept: TAXII, authorization: `Bearer ${stage.meridian.token}` };
    for (const url of ['/taxii2/', `/taxii2/main/${OBJECTS}`, '/api/v1/me', '/ledger/own/checkpoint']) {
      expect([url, (await operations.inject({ url, headers })).statusCode]).toEqual([url, 404]);
    }
  });
});

describe('the port of operations', () => {
  const readyz = async (app: FastifyInstance) => {
    const { statusCode, body } = await app.inject('/readyz');
    return [statusCode, JSON.parse(body)] as const;
  };

  it('tells which check of /readyz holds', async () => {
    const checks = ['durability', 'ledgers', 'database'].map((check) => ({ check, ok: true }));
    expect(await readyz(operations)).toEqual([200, { status: 'ready', checks }]);
    expect((await operations.inject('/healthz')).body).toBe('{"status":"ok"}');
  });

  it('tells which one failed and why, as the doors do not', async () => {
    const alarms: string[] = [];
    const alarm: House['alarm'] = (kind, detail) => void alarms.push(`${kind} ${Object.values(detail).join()}`);
    const cases = [
      [{ unfitness: async () => 'synchronous_commit is off, not on' }, ['durability', 'synchronous_commit is off, not on']],
      [{ read: () => Promise.reject(new ParleyError('ledger-behind', { size: 1, seen: 2 })) }, ['ledgers', /holds 1 leaves/]],
      [
        { read: () => Promise.reject(new ParleyError('store-unavailable')) },
        ['database', 'the database cannot be reached: try again'],
      ],
      [{ read: () => Promise.reject(new Error('password')) }, ['database', 'an internal error occurred: see the log']],
    ] as const;
    for (const [change, [check, reason]] of cases) {
      const broken = measuring({ ...plain(), ...change }, alarm);
      const [status, body] = await readyz(broken.operations);
      expect([status, body.status]).toEqual([503, 'not-ready']);
      const failed = (body.checks as { check: string; ok: boolean; reason?: string }[]).find((one) => one.check === check);
      expect(failed).toEqual({ check, ok: false, reason: expect.stringMatching(reason) });
      const outside = await broken.app.inject('/readyz');
      expect([outside.statusCode, outside.json().title]).toEqual([503, 'the database cannot be reached: try again']);
      await Promise.all([broken.app.close(), broken.operations.close()]);
    }
    const each = ['store-unfit synchronous_commit is off, not on', 'not-ready ledger-behind', 'not-ready fault'];
    expect(alarms).toEqual(each.flatMap((alarm) => [alarm, alarm]));
  });

  it('is opened by PARLEY_OPS_PORT, told on standard error, and ends with the server', { timeout: 60_000 }, async () => {
    const { home, remove } = await freshHome();
    const environment = { PARLEY_HOME: home, PARLEY_PORT: '0', PARLEY_OPS_PORT: '0', PARLEY_RATE: '600' };
    await parley(['init', '--name', 'Northern Cell'], environment);
    const child = start(['serve'], environment);
    const written = writtenBy(child);
    const ended = once(child, 'exit');
    await expect.poll(() => written.stdout, { timeout: 20_000 }).toMatch(/listening on/);
    const base = /^parley operations on (http:\/\/127\.0\.0\.1:\d+)$/m.exec(written.stderr)?.[1];
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
    const doorsAt = /^parley listening on (\S+)$/m.exec(written.stdout)?.[1];
    await fetch(`${doorsAt}/taxii2/`);
    // An answer is counted once it has left: its client may have it earlier.
    await expect
      .poll(async () => (await fetch(`${base}/metrics`)).text())
      .toContain('parley_http_requests_total{route="/taxii2",method="GET",status="401"} 1');
    expect((await fetch(`${doorsAt}/metrics`)).status).toBe(404);
    child.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await expect(fetch(`${base}/healthz`)).rejects.toThrow();
    await remove();
  });
});
