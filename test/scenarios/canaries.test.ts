import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { endAfterEach } from '../endings.js';
import { freshDatabase } from '../postgres.js';
import { answerOf, freshHome, parley, start } from '../program.js';
import { fileOf, foundNode, indicator, objectsAt } from './node.js';

const endings = endAfterEach();

/** A server that logs all it can, with everything it ever wrote. */
const loudServer = async (environment: Readonly<Record<string, string>>) => {
  const child = start(['serve'], { ...environment, PARLEY_PORT: '0', PARLEY_LOG: 'trace' });
  const written = { text: '' };
  const ended = new Promise<void>((done) => child.on('exit', () => done()));
  endings.push(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (chunk: Buffer) => {
      written.text += chunk.toString();
    });
  }
  for (;;) {
    const url = /^parley listening on (\S+)$/m.exec(written.text)?.[1];
    if (url !== undefined) return { url, written };
    await new Promise((again) => setTimeout(again, 20));
  }
};

/** Every form in which somebody might write a secret by mistake. */
const formsOf = (secret: Buffer | string): readonly string[] => {
  const bytes = typeof secret === 'string' ? Buffer.from(secret) : secret;
  const own = typeof secret === 'string' ? [secret] : [bytes.toString('latin1')];
  return [...own, bytes.toString('hex'), bytes.toString('base64'), bytes.toString('base64url')];
};

const keysOf = async (home: string): Promise<readonly Buffer[]> => {
  const names = (await readdir(join(home, 'keys'))).filter((name) => name.endsWith('.key'));
  const texts = await Promise.all(names.map((name) => readFile(join(home, 'keys', name), 'utf8')));
  return texts.flatMap((text) => text.trim().split('\n')).map((line) => Buffer.from(line, 'hex'));
};

/** All payloads of all ledgers, and their checkpoints. */
const ledgersIn = async (environment: Readonly<Record<string, string>>): Promise<string> => {
  const { house, close } = await cliContext(readConfig(environment)).openHouse(environment.PARLEY_HOME ?? '');
  try {
    return await house.store.read(async (reader) => {
      const told: string[] = [];
      for (const ledger of await reader.ledgers.all()) {
        const leaves = await reader.ledgers.leaves(ledger.num, 0, ledger.size);
        told.push(ledger.checkpoint, ...leaves.map(({ payload }) => payload ?? ''));
      }
      return told.join('\n');
    });
  } finally {
    await close();
  }
};

describe.each(['sqlite', 'postgres'] as const)('canaries, on %s', (database) => {
  it('no secret is in a log, a ledger or an error, and no content in a log or a ledger', { timeout: 60_000 }, async () => {
    const { home, remove } = await freshHome();
    endings.push(remove);
    const url: Record<string, string> = database === 'postgres' ? { PARLEY_DATABASE_URL: await freshDatabase() } : {};
    const environment = { PARLEY_HOME: home, ...url };
    const node = await foundNode(environment, 'partner');
    const secrets: (Buffer | string)[] = [node.token, ...(await keysOf(home))];
    const file = await fileOf(home, 'canary.jsonl', [indicator(1).replace('Relay 1', 'canary-content')]);
    await answerOf(['import', file, '--collection', 'ics', '--label', 'tlp=green'], environment);

    const { url: base, written } = await loudServer(environment);
    expect(await (await objectsAt(base, node)).text()).toContain('canary-content');
    const wrong = `${node.token.slice(0, -4)}AAAA`;
    const errors = [
      await objectsAt(base, node, `?next=${node.token}`),
      await objectsAt(base, { ...node, headers: { ...node.headers, authorization: `Bearer ${wrong}` } }),
      await fetch(`${base}/ledger/own/${node.token}`, { headers: node.headers }),
    ];
    const bodies = (await Promise.all(errors.map((response) => response.text()))).join('\n');
    await answerOf(['keys', 'rotate'], environment);
    secrets.push(...(await keysOf(home)));
    expect((await objectsAt(base, node)).status).toBe(200);
    const failed = await Promise.all([
      parley(['token', 'revoke', node.token], environment),
      parley(['explain', '--participant', 'meridian', '--object', 'indicator--1'], environment),
    ]);
    const told = failed.map(({ stdout, stderr }) => stdout + stderr).join('\n');
    const ledgers = await ledgersIn(environment);

    expect(ledgers).toContain('"kind":"delivered"');
    expect(written.text).toContain('answered');
    for (const text of ['canary-content']) {
      expect(written.text).not.toContain(text);
      expect(ledgers).not.toContain(text);
    }
    for (const secret of secrets) {
      for (const form of formsOf(secret)) {
        for (const place of [written.text, ledgers, bodies]) expect(place).not.toContain(form);
        // What the operator typed comes back in the message; nothing else does.
        if (secret !== node.token) expect(told).not.toContain(form);
      }
    }
  });
});
