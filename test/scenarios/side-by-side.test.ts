import { describe, expect, it } from 'vitest';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, freshHome, parley, serve } from '../program.js';
import { fileOf, foundNode, indicator, namesIn, objectsAt, setTier } from './node.js';

/** Real processes on one database: a server, and commands beside it. */
describe.each(['sqlite', 'postgres'] as const)('commands beside a running server, on %s', (database) => {
  const endings = endAfterEach();

  const environmentOf = async () => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    const url: Record<string, string> = database === 'postgres' ? { PARLEY_DATABASE_URL: await freshDatabase() } : {};
    return { home, environment: { PARLEY_HOME: home, ...url } };
  };

  it('what a command commits holds for the next request: import, tier, rules, relabel, delete, token', {
    timeout: 120_000,
  }, async () => {
    const { home, environment } = await environmentOf();
    const node = await foundNode(environment, 'partner');
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    const names = async () => namesIn(await objectsAt(running.url, node));
    expect(await names()).toEqual([]);

    const file = await fileOf(home, 'two.jsonl', [indicator(1), indicator(2)]);
    const report = await answerOf<{ accepted: number }>(
      ['import', file, '--collection', 'ics', '--label', 'tlp=green'],
      environment,
    );
    expect(report.accepted).toBe(2);
    expect(await names()).toEqual(['Relay 1', 'Relay 2']);

    await setTier(environment, 'contact');
    expect(await names()).toEqual([]);
    await setTier(environment, 'partner');
    expect(await names()).toEqual(['Relay 1', 'Relay 2']);

    const [, second] = [1, 2].map((number) => (JSON.parse(indicator(number)) as { id: string }).id);
    const ruling = ['--by', 'admin', '--reason', 'the source asked for it'];
    await answerOf(['object', 'relabel', second ?? '', '--label', 'tlp=red', ...ruling], environment);
    expect(await names()).toEqual(['Relay 1']);
    await answerOf(['object', 'relabel', second ?? '', '--label', 'tlp=clear', ...ruling], environment);
    expect(await names()).toEqual(['Relay 1', 'Relay 2']);
    await answerOf(['object', 'delete', second ?? ''], environment);
    expect(await names()).toEqual(['Relay 1']);

    const { tokens } = await answerOf<{ tokens: { token_id: string }[] }>(['token', 'list'], environment);
    await answerOf(['token', 'revoke', tokens[0]?.token_id ?? ''], environment);
    expect((await objectsAt(running.url, node)).status).toBe(401);
    expect(await running.end('SIGTERM')).toBe(0);
  });

  it('an import that goes on beside readers shows them whole chunks, in order, and nothing twice', {
    timeout: 120_000,
  }, async () => {
    const { home, environment } = await environmentOf();
    const node = await foundNode(environment, 'partner');
    const running = await serve(environment);
    endings.push(() => running.end('SIGKILL'));
    const file = await fileOf(
      home,
      'many.jsonl',
      Array.from({ length: 4000 }, (_, number) => indicator(number)),
    );
    const importing = parley(['import', file, '--collection', 'ics', '--label', 'tlp=green', '--json'], environment);
    let done = false;
    void importing.then(() => {
      done = true;
    });
    const got: string[] = [];
    let after = '';
    for (let last = false; !last; last = done) {
      for (;;) {
        const response = await objectsAt(running.url, node, `?limit=1000${after}`);
        const page = await namesIn(response);
        got.push(...page);
        const date = response.headers.get('x-taxii-date-added-last');
        if (date === null) break;
        after = `&added_after=${date}`;
      }
    }
    expect((await importing).status).toBe(0);
    for (;;) {
      const response = await objectsAt(running.url, node, `?limit=1000${after}`);
      got.push(...(await namesIn(response)));
      const date = response.headers.get('x-taxii-date-added-last');
      if (date === null) break;
      after = `&added_after=${date}`;
    }
    expect(got).toEqual(Array.from({ length: 4000 }, (_, number) => `Relay ${number}`));
  });

  it('a server that is told to stop answers what it has begun, refuses new work and ends with 0', {
    timeout: 60_000,
  }, async () => {
    const { home, environment } = await environmentOf();
    const node = await foundNode(environment, 'partner');
    const file = await fileOf(
      home,
      'many.jsonl',
      Array.from({ length: 1000 }, (_, number) => indicator(number)),
    );
    await answerOf(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);
    const running = await serve(environment);
    const begun = Array.from({ length: 8 }, () => objectsAt(running.url, node, '?limit=1000'));
    await Promise.race(begun);
    const ended = running.end('SIGTERM');
    const outcomes = await Promise.all(begun);
    for (const response of outcomes) {
      expect(response.status).toBe(200);
      expect((await namesIn(response)).length).toBe(1000);
    }
    expect(await ended).toBe(0);
    await expect(objectsAt(running.url, node)).rejects.toThrow();
  });
});
