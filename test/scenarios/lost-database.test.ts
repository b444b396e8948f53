import { expect, it } from 'vitest';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { startPostgresServer } from '../postgres-server.js';
import { answerOf, freshHome, parley, serve } from '../program.js';
import { fileOf, foundNode, indicator, namesIn, objectsAt } from './node.js';

const endings = endAfterEach();

it('a lost database is a 503 to partners and an error to operators, and the same process recovers', {
  timeout: 120_000,
}, async () => {
  const { home, remove } = await freshHome();
  endings.push(remove);
  const database = await startPostgresServer();
  endings.push(() => database.remove());
  const environment = { PARLEY_HOME: home, PARLEY_DATABASE_URL: await freshDatabase(database.url) };
  const node = await foundNode(environment, 'partner');
  const file = await fileOf(home, 'one.jsonl', [indicator(1)]);
  await answerOf(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);
  const running = await serve(environment);
  endings.push(() => running.end('SIGKILL'));
  expect(await namesIn(await objectsAt(running.url, node))).toEqual(['Relay 1']);

  await database.stop();
  const lost = await objectsAt(running.url, node);
  expect(lost.status).toBe(503);
  expect(lost.headers.get('content-type')).toBe('application/taxii+json;version=2.1');
  expect(await lost.text()).not.toMatch(/postgres|ECONN|127\.0\.0\.1/);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(503);
  expect((await fetch(`${running.url}/healthz`)).status).toBe(200);
  const refused = await parley(['import', file, '--collection', 'ics'], environment);
  expect(refused.status).toBe(1);
  expect(refused.stderr).toMatch(/^error store-unavailable: /m);

  await database.start();
  const deadline = Date.now() + 20_000;
  let back = await objectsAt(running.url, node);
  while (back.status !== 200 && Date.now() < deadline) back = await objectsAt(running.url, node);
  expect(await namesIn(back)).toEqual(['Relay 1']);
  expect((await fetch(`${running.url}/readyz`)).status).toBe(200);
});
