import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lookAtFile, lookAtServer } from '../crash/database.js';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, freshHome, serve } from '../program.js';
import { aftermath, exposedIds } from './aftermath.js';
import { fileOf, foundNode, indicator } from './node.js';
import { Reading } from './reading.js';

describe.each(['sqlite', 'postgres'] as const)('several servers on one database, on %s', (database) => {
  const endings = endAfterEach();

  it('record a first read once, whoever serves it, and know at once what the other has served', {
    timeout: 120_000,
  }, async () => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    const url = database === 'postgres' ? await freshDatabase() : undefined;
    const environment: Record<string, string> = { PARLEY_HOME: home, ...(url === undefined ? {} : { PARLEY_DATABASE_URL: url }) };
    const node = await foundNode(environment, 'partner');
    const lines = Array.from({ length: 240 }, (_, number) => indicator(number));
    await answerOf(['import', await fileOf(home, 'a.jsonl', lines), '--collection', 'ics', '--label', 'tlp=green'], environment);
    const servers = await Promise.all([serve(environment), serve(environment)]);
    for (const server of servers) endings.push(() => server.end('SIGKILL'));
    const [one, other] = [servers[0]!.url, servers[1]!.url];
    const deliveries = async (): Promise<number> => {
      const look = url === undefined ? lookAtFile(join(home, 'parley.db')) : await lookAtServer(url);
      const [row] = await look.rows<{ count: number }>('select count(*) as count from delivery');
      await look.close();
      return Number(row?.count);
    };

    const client = new Reading(node);
    let after = '';
    for (let page = 0; page < 20; page++) {
      const [first, second] = page % 2 === 0 ? [one, other] : [other, one];
      const read = await client.page(first, `?limit=6${after}`);
      expect(read.ids).toHaveLength(6);
      const before = await deliveries();
      expect(before).toBe(page + 1);
      expect(await client.page(second, `?limit=6${after}`)).toEqual(read);
      expect(await client.page(first, `?limit=6${after}`)).toEqual(read);
      expect(await deliveries()).toBe(before);
      after = `&added_after=${read.last}`;
    }
    // The same first read on both at once may be put on record by each; it is held all the same.
    const clients = Array.from({ length: 6 }, () => new Reading(node));
    await Promise.all(clients.map((reader, at) => reader.follow(at % 2 === 0 ? one : other, 10 + at)));
    const settled = await deliveries();
    await Promise.all(clients.map((reader, at) => reader.follow(at % 2 === 0 ? other : one, 10 + at)));
    expect(await deliveries()).toBe(settled);
    for (const server of servers) expect(await server.end('SIGTERM')).toBe(0);
    const { exposed } = await aftermath(environment);
    expect(exposedIds(exposed)).toEqual(clients[0]!.ids);
    expect(exposed).toHaveLength(240);
  });
});
