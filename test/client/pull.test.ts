import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { ParleyError } from '../../src/core/errors.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { openStage, publishIndicators, range, type Stage } from '../http/stage.js';
import { start, writtenBy } from '../program.js';
import { type Ask, dateOf, dates, envelope, ID, idOf, indicator, type PlayedServer, play, send } from './played-server.js';
import { foundPullHome, type PullHome } from './pull-home.js';

let node: PullHome;
const open: PlayedServer[] = [];
const playing = async (act: (ask: Ask) => unknown): Promise<PlayedServer> => {
  const server = await play(act);
  open.push(server);
  return server;
};

beforeAll(async () => {
  node = await foundPullHome();
});
afterAll(() => node.drop());
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

const idsOf = (numbers: readonly number[]): readonly string[] => numbers.map(idOf).toSorted();

/** Serves 1 to 25 in pages of 10, by `next`, as most servers do. */
const byNext = ({ url, response }: Ask): void => {
  const at = Number(url.searchParams.get('next') ?? 0);
  const after = url.searchParams.get('added_after') ?? '';
  const all = range(1, 25).filter((number) => dateOf(number) > after);
  const page = all.slice(at, at + 10);
  const more = at + 10 < all.length;
  send(
    response,
    200,
    page.length === 0 ? {} : envelope(page, more ? { more, next: String(at + 10) } : {}),
    page.length === 0 ? {} : dates(page),
  );
};

/** The same by the date header alone. */
const byDate = ({ url, response }: Ask): void => {
  const after = url.searchParams.get('added_after') ?? '';
  const all = range(1, 25).filter((number) => dateOf(number) > after);
  const page = all.slice(0, 10);
  send(response, 200, page.length === 0 ? {} : envelope(page, { more: all.length > 10 }), page.length === 0 ? {} : dates(page));
};

describe('a collection', () => {
  it.each([
    ['next', byNext],
    ['the date header', byDate],
  ])('is drained by %s, each object once, and the next pull asks for what came since', async (_, act) => {
    const server = await playing(act);
    const into = await node.collection();
    const first = await node.pull(server, into, ['--limit', '10']);
    expect(first).toMatchObject({
      status: 0,
      url: server.collection,
      collection: ID,
      into,
      pages: 3,
      read: 25,
      accepted: 25,
      duplicates: 0,
    });
    expect(first.next_time).toEqual({ added_after: dateOf(25) });
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
    const second = await node.pull(server, into);
    expect(second).toMatchObject({ status: 0, pages: 1, read: 0, next_time: { added_after: dateOf(25) } });
    expect(server.queries.at(-1)).toEqual({ limit: '500', added_after: dateOf(25) });
    expect(await node.pull(server, into, ['--from-start'])).toMatchObject({ read: 25, duplicates: 25 });
    expect(await node.pull(server, into, ['--added-after', '2026-03-01T00:00:20Z'])).toMatchObject({ read: 5, duplicates: 5 });
  });

  it('is asked for with its last slash, our type, gzip and no credentials, unless there are any', async () => {
    const server = await playing(byNext);
    await node.pull(server, await node.collection());
    expect(server.asked[0]).toBe(`/api/collections/${ID}/objects/?limit=500`);
    expect(server.headers[0]).toMatchObject({ accept: 'application/taxii+json;version=2.1', 'accept-encoding': 'gzip' });
    expect(server.headers[0]).not.toHaveProperty('authorization');
  });

  it('may be a bundle, have an empty list, no type, another type, and an odd date', async () => {
    const types = [
      'application/json',
      'application/vnd.oasis.stix+json; version=2.0',
      'application/taxii+json; charset=utf-8',
      '',
    ];
    const server = await playing(({ response, time }) => {
      const bundle = { type: 'bundle', id: 'bundle--5d0092c5-5f74-4287-9642-33f4c354e56d', objects: [indicator(time)] };
      const body =
        time === 1 ? { more: true, next: 'two', objects: [] } : time === 2 ? { ...bundle, more: true, next: 'three' } : bundle;
      const type = types[time] ?? '';
      response.writeHead(200, {
        ...(type === '' ? {} : { 'content-type': type }),
        'x-taxii-date-added-last': time === 3 ? '2026-03-01T00:00:03.5+00:00' : 'undefined',
      });
      response.end(JSON.stringify(body));
    });
    const into = await node.collection();
    const pulled = await node.pull(server, into);
    expect(pulled).toMatchObject({ status: 0, pages: 3, accepted: 2, next_time: { added_after: '2026-03-01T00:00:03.500000Z' } });
    expect(await node.held(into)).toEqual(idsOf([2, 3]));
  });

  it('is found by id, alias or title, from discovery, an API root that is relative, or the bare host', async () => {
    const server = await playing((ask) => {
      const { pathname } = ask.url;
      const roots = { title: 'Lantern', api_roots: ['/closed/', 'api', 'https://elsewhere.example/api/'] };
      if (pathname === '/taxii2/') return send(ask.response, 200, roots);
      if (pathname === '/taxii2/api/') return send(ask.response, 200, { title: 'API', versions: [], max_content_length: 1 });
      const listed = { id: ID, title: 'ICS threats', alias: 'ics', can_read: true, can_write: false };
      const shut = { id: 'shut', title: 'Shut', can_read: false, can_write: true };
      if (pathname === '/taxii2/api/collections/') return send(ask.response, 200, { collections: [shut, listed] });
      if (pathname === `/taxii2/api/collections/${ID}/`) return send(ask.response, 200, listed);
      if (pathname === `/taxii2/api/collections/${ID}/objects/`) return byNext(ask);
      if (pathname === '/taxii2/mute/') return send(ask.response, 404, {});
      if (pathname === '/taxii2/mute/collections/') return send(ask.response, 200, { collections: [listed] });
      if (pathname === `/taxii2/mute/collections/${ID}/objects/`) return byNext(ask);
      return send(ask.response, 403, {});
    });
    const into = await node.collection();
    for (const [path, name] of [
      ['/taxii2', 'ICS threats'],
      ['/', 'ics'],
      ['/taxii2/api/', ID.toUpperCase()],
      ['/taxii2/', 'ics THREATS'],
      ['/taxii2/mute', 'ics'],
      [`/taxii2/api/collections/${ID}/objects`, 'ICS threats'],
      [`/taxii2/api/collections/${ID}`, ID],
    ] as const)
      expect(await node.pull(`${server.origin}${path}`, into, ['--collection', name])).toMatchObject({
        status: 0,
        collection: ID,
      });
    expect(await node.pull(`${server.origin}/taxii2/api/collections/${ID}/`, into, ['--collection', 'Other'])).toMatchObject({
      error: { code: 'pull-collection-unknown' },
    });
    const unknown = await node.pull(`${server.origin}/taxii2/api/`, into, ['--collection', 'Lantern']);
    expect(unknown).toMatchObject({ status: 1, error: { code: 'pull-collection-unknown' } });
    expect(unknown.error?.message).toContain(`\`${ID}\` (ICS threats)`);
    expect(await node.pull(`${server.origin}/taxii2/api/`, into, ['--collection', 'shut'])).toMatchObject({
      error: { code: 'pull-collection-unknown', message: expect.stringContaining('may not read') },
    });
  });

  it('that others call by one title is asked for by its id', async () => {
    const server = await playing(({ response }) =>
      send(response, 200, {
        collections: [1, 2].map((id) => ({ id: `c${id}`, title: 'Feed', can_read: true, can_write: false })),
      }),
    );
    expect(await node.pull(`${server.origin}/api/`, await node.collection(), ['--collection', 'Feed'])).toMatchObject({
      error: { code: 'pull-collection-ambiguous', details: { count: 2 } },
    });
  });

  it('keeps what is good of a page, tells what was refused by page and place, and goes on behind it', async () => {
    const server = await playing(({ response, time }) =>
      send(
        response,
        200,
        {
          ...(time === 1 ? { more: true, next: 'b' } : {}),
          objects: [indicator(time * 2), { type: 'indicator' }, indicator(time * 2 + 1)],
        },
        dates([time]),
      ),
    );
    const into = await node.collection();
    const pulled = await node.pull(server, into);
    expect(pulled).toMatchObject({ status: 1, pages: 2, accepted: 4, rejected_total: 2, next_time: { added_after: dateOf(2) } });
    expect(pulled.rejected.map(({ page, index, code }) => [page, index, code])).toEqual([
      [1, 1, 'object-invalid'],
      [2, 1, 'object-invalid'],
    ]);
    expect(pulled.error).toBeUndefined();
    expect(pulled.err).toContain('error objects-rejected: 2 rejected');
  });
});

describe('a server that does not go on', () => {
  it('and gives neither next nor date is left, and what came is stored', async () => {
    const server = await playing(({ response, time }) => send(response, 200, envelope([time], { more: true })));
    const into = await node.collection();
    const pulled = await node.pull(server, into);
    expect(pulled).toMatchObject({ status: 1, pages: 1, accepted: 1, error: { code: 'pull-stuck' } });
    expect(pulled.err).toContain('error pull-stuck: ');
    expect(await node.held(into)).toEqual(idsOf([1]));
  });

  it('and repeats pages under one next, or under two in turn, is left', async () => {
    for (const next of [() => 'again', (time: number) => (time % 2 === 0 ? 'even' : 'odd')]) {
      const server = await playing(({ response, time }) =>
        send(response, 200, envelope([time % 3], { more: true, next: next(time) })),
      );
      const into = await node.collection();
      expect(await node.pull(server, into)).toMatchObject({ status: 1, accepted: 3, error: { code: 'pull-stuck' } });
    }
  });

  it('and sends one page under ever new nexts, or moves no date, or sends empty pages only, is left', async () => {
    const same = await playing(({ response, time }) =>
      send(response, 200, envelope([1], { more: true, next: `n${time}` }), dates([1])),
    );
    expect(await node.pull(same, await node.collection())).toMatchObject({ pages: 2, error: { code: 'pull-stuck' } });
    const still = await playing(({ response, time }) => send(response, 200, envelope([time], { more: true }), dates([1])));
    expect(await node.pull(still, await node.collection())).toMatchObject({ pages: 2, error: { code: 'pull-stuck' } });
    const empty = await playing(({ response, time }) => send(response, 200, { more: true, next: `n${time}` }));
    expect(await node.pull(empty, await node.collection())).toMatchObject({ pages: 101, error: { code: 'pull-stuck' } });
  });

  it('for some empty pages only is waited for', async () => {
    const server = await playing(({ response, time }) =>
      time < 5 ? send(response, 200, { more: true, next: `n${time}` }) : send(response, 200, envelope([1]), dates([1])),
    );
    expect(await node.pull(server, await node.collection())).toMatchObject({ status: 0, pages: 5, accepted: 1 });
  });

  it('is gone on with where it stopped, once it does', async () => {
    let broken = true;
    const server = await playing((ask) =>
      broken && ask.url.searchParams.get('next') === '20' ? send(ask.response, 500, {}) : byNext(ask),
    );
    const into = await node.collection();
    expect(await node.pull(server, into, ['--limit', '10'])).toMatchObject({
      status: 1,
      pages: 2,
      next_time: { added_after: null, next: '20' },
      error: { code: 'pull-refused', details: { status: 500 } },
    });
    broken = false;
    expect(await node.pull(server, into)).toMatchObject({
      status: 0,
      pages: 1,
      read: 5,
      next_time: { added_after: dateOf(25) },
    });
    expect(server.queries.at(-1)).toEqual({ limit: '10', next: '20' });
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
  });

  it('and has forgotten the next that we kept is read again from where that drain began', async () => {
    const server = await playing((ask) => {
      if (ask.time === 1) return send(ask.response, 200, envelope([1], { more: true, next: 'old' }), dates([9]));
      return ask.time === 2
        ? send(ask.response, 503, {})
        : ask.url.searchParams.get('next') === 'old'
          ? send(ask.response, 400, {})
          : byNext(ask);
    });
    const into = await node.collection();
    await node.pull(server, into, ['--limit', '10'], { sleep: async () => Promise.reject(new Error('the node was stopped')) });
    const pulled = await node.pull(server, into);
    expect(pulled).toMatchObject({ status: 0, read: 25, duplicates: 1, next_time: { added_after: dateOf(25) } });
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
  });
});

describe('a pull that is killed', () => {
  it('goes on with the page that it had not published, and nothing is missing', { timeout: 20_000 }, async () => {
    let reached = () => undefined as unknown;
    const third = new Promise((done) => {
      reached = () => done(undefined);
    });
    const server = await playing((ask) => (ask.time === 3 ? reached() : byNext(ask)));
    const into = await node.collection();
    const child = start(['pull', server.collection, '--into', into, '--allow-private', '--limit', '10'], {
      PARLEY_HOME: node.home,
    });
    const written = writtenBy(child);
    const ended = new Promise((done) => child.on('exit', (status, signal) => done(signal ?? status)));
    await Promise.race([third, ended.then((how) => expect.fail(`it ended with ${how}: ${written.stderr}`))]);
    child.kill('SIGKILL');
    expect(await ended).toBe('SIGKILL');
    expect(await node.held(into)).toEqual(idsOf(range(1, 20)));
    expect(await node.pull(server, into)).toMatchObject({ status: 0, pages: 1, read: 5, accepted: 5, duplicates: 0 });
    expect(server.queries.slice(2)).toEqual([
      { limit: '10', next: '20' },
      { limit: '10', next: '20' },
    ]);
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
  });

  it('between a page and its place, or whose place was lost, costs a re-read', async () => {
    const server = await playing(byNext);
    const into = await node.collection();
    await node.pull(server, into);
    const pulls = join(node.home, 'pulls');
    for (const name of readdirSync(pulls)) rmSync(join(pulls, name));
    expect(await node.pull(server, into)).toMatchObject({ status: 0, read: 25, accepted: 0, duplicates: 25 });
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
  });
});

describe('a place', () => {
  it('is kept when its page is stored, and not before', async () => {
    const server = await playing(byNext);
    const into = await node.collection();
    const openHouse: CliContext['openHouse'] = async (home, how) => {
      const { house, close } = await node.context.openHouse(home, how);
      const { store } = house;
      const seal: Store['seal'] = async (write) => {
        if (server.queries.some(({ next }) => next === '20')) throw new ParleyError('store-unavailable');
        return store.seal(write);
      };
      const failing: Store = {
        seal,
        read: (look) => store.read(look),
        unfitness: () => store.unfitness(),
        connections: () => store.connections(),
        close: () => store.close(),
      };
      return { house: { ...house, store: failing }, close };
    };
    const ran = await node.line(
      ['pull', server.collection, '--into', into, '--allow-private', '--limit', '10', '--json'],
      {},
      { openHouse },
    );
    expect(JSON.parse(ran.out)).toMatchObject({ pages: 2, error: { code: 'store-unavailable' }, next_time: { next: '20' } });
    expect(await node.pull(server, into)).toMatchObject({ status: 0, pages: 1, read: 5 });
    expect(server.queries.filter(({ next }) => next === '20')).toHaveLength(2);
    expect(await node.held(into)).toEqual(idsOf(range(1, 25)));
  });

  it('is forgotten before the database is exchanged for an older one', async () => {
    const server = await playing(byNext);
    const into = await node.collection();
    await node.pull(server, into);
    await node.line(['restore', 'missing.gz']);
    expect(await node.pull(server, into)).toMatchObject({ read: 0 });
    await node.line(['backup', join(node.dir, 'archive.gz')]);
    await node.line(['restore', join(node.dir, 'archive.gz')]);
    expect(await node.pull(server, into)).toMatchObject({ read: 25, duplicates: 25 });
  });
});

describe("Parley's own server", () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await openStage();
    await stage.app.listen({ host: '127.0.0.1', port: 0 });
  });
  afterAll(() => stage.close());

  it('is pulled from as Bearer and as Basic, each object once, and then what was added since', async () => {
    await publishIndicators(stage, range(1, 45));
    const { port } = stage.app.server.address() as AddressInfo;
    const token = join(node.dir, 'token');
    writeFileSync(token, `${stage.meridian.token}\n`);
    const into = await node.collection();
    const url = `http://127.0.0.1:${port}/taxii2/`;
    const pull = (...flags: readonly string[]) =>
      node.pull(url, into, ['--collection', 'Collection ics', '--limit', '10', ...flags]);
    expect(await pull('--token-file', token)).toMatchObject({ status: 0, pages: 5, read: 45, accepted: 45, duplicates: 0 });
    await publishIndicators(stage, range(46, 50));
    expect(await pull('--user', 'meridian', '--password-file', token)).toMatchObject({
      status: 0,
      pages: 1,
      read: 5,
      accepted: 5,
    });
    expect(await pull('--token-file', token)).toMatchObject({ status: 0, read: 0 });
    expect(await node.held(into)).toEqual(idsOf(range(1, 50)));
    expect(await pull()).toMatchObject({ status: 1, error: { code: 'pull-refused', details: { status: 401 } } });
    const pulls = join(node.home, 'pulls');
    const kept = readdirSync(pulls).map((name) => readFileSync(join(pulls, name), 'utf8'));
    for (const text of kept) expect(text).not.toContain(stage.meridian.token);
  });
});
