import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { range } from '../http/stage.js';
import { type Ask, dates, envelope, idOf, type PlayedServer, play, send } from './played-server.js';
import { foundPullHome, type PullHome } from './pull-home.js';

let node: PullHome;
let server: PlayedServer;

beforeAll(async () => {
  node = await foundPullHome();
});
afterEach(() => server.close());
afterAll(() => node.drop());

const idsOf = (numbers: readonly number[]): readonly string[] => numbers.map(idOf).toSorted();

/** Serves 1 to 25 in pages of 5 behind one `next`, and moves on with each answer, also with one that breaks off. */
const keepingPlace = () => {
  let at = 0;
  let asked = 0;
  let breaks: { at: number; how: 'once' | 'for good' } | undefined;
  const act = ({ url, response }: Ask): void => {
    asked++;
    if (url.searchParams.has('next')) at += 5;
    else at = 0;
    const how = breaks !== undefined && asked === breaks.at ? breaks.how : undefined;
    if (how === 'once') {
      breaks = undefined;
      response.writeHead(200, { 'content-length': 100 }).flushHeaders();
      response.destroy();
    } else if (how === 'for good') {
      breaks = undefined;
      send(response, 403, {});
    } else if (at > 20) send(response, 400, {});
    else
      send(response, 200, envelope(range(at + 1, at + 5), at < 20 ? { more: true, next: 'one' } : {}), dates([at + 1, at + 5]));
  };
  const breakAt = (time: number, how: 'once' | 'for good' = 'once') => {
    asked = 0;
    breaks = { at: time, how };
  };
  return { act, breakAt };
};

it('a server that keeps the place itself behind one next is drained; an answer that breaks off, and a stop, lose no page', async () => {
  const { act, breakAt } = keepingPlace();
  server = await play(act);
  const into = await node.collection();
  expect(await node.pull(server, into)).toMatchObject({ status: 0, pages: 5, accepted: 25, duplicates: 0 });
  for (const time of [2, 4]) {
    const broken = await node.collection();
    breakAt(time);
    expect(await node.pull(server, broken, ['--from-start'])).toMatchObject({ status: 0, accepted: 25 });
    expect(await node.held(broken)).toEqual(idsOf(range(1, 25)));
  }
  const stopped = await node.collection();
  breakAt(3, 'for good');
  expect(await node.pull(server, stopped, ['--from-start'])).toMatchObject({ status: 1, next_time: { added_after: null } });
  expect(await node.pull(server, stopped)).toMatchObject({ status: 0 });
  expect(await node.held(stopped)).toEqual(idsOf(range(1, 25)));
});
