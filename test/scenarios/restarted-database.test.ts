import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { startPostgresServer } from '../postgres-server.js';
import { answerOf, freshHome, parley, serve } from '../program.js';
import { aftermath, exposedIds } from './aftermath.js';
import { fileOf, foundNode, indicator } from './node.js';
import { Reading } from './reading.js';

const endings = endAfterEach();

const linesOf = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, at) => indicator(from + at));

it('a database that dies under load costs 503s and broken connections, and the same process goes on', {
  timeout: 120_000,
}, async () => {
  const { home, remove } = await freshHome();
  endings.push(remove);
  const database = await startPostgresServer();
  endings.push(() => database.remove());
  const environment = { PARLEY_HOME: home, PARLEY_DATABASE_URL: await freshDatabase(database.url) };
  const node = await foundNode(environment, 'partner');
  const begin = await fileOf(home, 'begin.jsonl', linesOf(0, 600));
  await answerOf(['import', begin, '--collection', 'ics', '--label', 'tlp=green'], environment);
  const running = await serve(environment);
  endings.push(() => running.end('SIGKILL'));

  const many = await fileOf(home, 'many.jsonl', linesOf(1_000, 7_000));
  const importing = parley(['import', many, '--collection', 'ics', '--label', 'tlp=green'], environment);
  const clients = Array.from({ length: 4 }, () => new Reading(node));
  const reading = clients.map((client, at) => client.follow(running.url, 3 + at));
  for (const [pause_ms, way] of [
    [900, 'crash'],
    [700, 'stop'],
  ] as const) {
    await sleep(pause_ms);
    await database[way]();
    await sleep(200);
    await database.start();
  }
  await Promise.all(reading);
  const { status, stderr } = await importing;
  if (status !== 0) expect(stderr).toMatch(/^error store-unavailable: /m);
  expect(clients.some(({ statuses }) => statuses.has(503) || statuses.has(0))).toBe(true);
  for (const { statuses } of clients) for (const one of statuses) expect([0, 200, 503]).toContain(one);

  await answerOf(['import', many, '--collection', 'ics', '--label', 'tlp=green'], environment);
  const late = new Reading(node);
  expect(new Set(await late.follow(running.url, 1_000))).toHaveLength(6_600);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
  expect(await running.end('SIGTERM')).toBe(0);
  expect(exposedIds((await aftermath(environment)).exposed)).toEqual(late.ids);
});
