import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { freshHome, type Outcome, parley } from '../program.js';
import { foundNode, indicator } from './node.js';

interface Report {
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly {
    readonly index: number;
    readonly code: string;
    readonly id: string | null;
    readonly message: string;
  }[];
}

describe('bad input costs only itself', () => {
  let home = '';
  let remove = async () => {};
  let environment: Record<string, string> = {};
  beforeEach(async () => {
    ({ home, remove } = await freshHome());
    environment = { PARLEY_HOME: home };
    await foundNode(environment, 'partner');
  }, 60_000);
  afterEach(() => remove());

  const importing = async (bytes: string | Uint8Array): Promise<{ outcome: Outcome; report: Report }> => {
    const file = join(home, '..', 'input.json');
    await writeFile(file, bytes);
    const outcome = await parley(['import', file, '--collection', 'ics', '--label', 'tlp=green', '--json'], environment);
    return { outcome, report: JSON.parse(outcome.stdout) as Report };
  };
  const bundle = (...items: readonly string[]) =>
    `{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[${items.join(',')}]}`;
  const deep = (levels: number) => `{"type":"note","x_deep":${'['.repeat(levels)}${']'.repeat(levels)}}`;

  it('each defect is told with its index, and the valid objects around it are stored', { timeout: 60_000 }, async () => {
    const valid = (number: number) => indicator(number);
    const { outcome, report } = await importing(
      bundle(
        valid(1),
        '{"type":"indicator","id":',
        valid(2).replace('"name":"Relay 2"', '"name":"Relay 2","name":"Relay two"'),
        valid(3).replace('"name"', '"__proto__":{"admin":true},"name"'),
        deep(100_000),
        valid(4).replace('"type":"indicator"', '"type":"indikator"').replace('indicator--', 'indikator--'),
        '17',
        valid(5),
      ).replace('"id":,', '"id":},'),
    );
    expect(outcome.status).toBe(1);
    expect(report.rejected.map(({ index }) => index)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(report.accepted).toBe(2);
    expect(report.read).toBe(8);
    for (const { message } of report.rejected) expect(message).toMatch(/^[^A-Z].*[^.]$/);
    expect(report.rejected[4]?.message).toContain('`indikator`');
  });

  it('a truncated bundle keeps what came before the cut', { timeout: 60_000 }, async () => {
    const whole = bundle(indicator(1), indicator(2), indicator(3));
    const { outcome, report } = await importing(whole.slice(0, whole.length - 120));
    expect(outcome.status).toBe(1);
    expect(report.accepted).toBe(2);
    expect(report.rejected).toMatchObject([{ index: 2, code: 'json-truncated' }]);
  });

  it('invalid UTF-8 costs the object it stands in', { timeout: 60_000 }, async () => {
    const bytes = Buffer.from(bundle(indicator(1), indicator(2), indicator(3)));
    bytes[bytes.indexOf('Relay 2')] = 0xff;
    const { report } = await importing(bytes);
    expect(report.accepted).toBe(2);
    expect(report.rejected).toMatchObject([{ index: 1, code: 'json-hostile' }]);
  });

  it('the same file again is all duplicates; the same version with other content is refused and nothing overwritten', {
    timeout: 60_000,
  }, async () => {
    await importing(bundle(indicator(1)));
    expect((await importing(bundle(indicator(1)))).report).toMatchObject({ accepted: 0, duplicates: 1 });
    const other = await importing(bundle(indicator(1).replace('Relay 1', 'Relay one')));
    expect(other.report.rejected).toMatchObject([{ index: 0, code: 'version-conflict' }]);
    const shown = await parley(['preview', '--participant', 'meridian', '--collection', 'ics', '--json'], environment);
    expect(JSON.parse(shown.stdout)).toMatchObject({ objects: [{ name: 'Relay 1' }] });
  });

  it('a file that is no JSON at all is one error', { timeout: 60_000 }, async () => {
    const { outcome, report } = await importing('<!doctype html><title>404</title>');
    expect(outcome.status).toBe(1);
    expect(report).toMatchObject({ accepted: 0, rejected: [{ index: 0, code: 'json-malformed' }] });
  });
});

/** Peak resident memory of a process so far, MiB. */
const peakMemory = async (pid: number): Promise<number> =>
  Number(/VmHWM:\s+(\d+)/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

describe.skipIf(process.platform !== 'linux')('large input (needs /proc to read memory)', () => {
  it('a bundle of 200 MB is streamed: memory stays flat', { timeout: 180_000 }, async () => {
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, ['dist/main.js', 'validate', '-', '--json'], {
      env: { ...process.env, PARLEY_LOG: 'error' },
    });
    let stdout = '';
    child.stdout.on('data', (chunk) => {
      stdout += chunk;
    });
    child.stderr.resume();
    const ended = new Promise<number | null>((exit) => child.on('exit', exit));
    const filler = 'x'.repeat(10_000);
    const write = (text: string) => child.stdin.write(text) || new Promise((ready) => child.stdin.once('drain', ready));
    await write('{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[');
    const objects = 20_000;
    let half = 0;
    for (let number = 0; number < objects; number++) {
      const text = indicator(number).replace('"name"', `"description":"${filler}","name"`);
      await write(number === 0 ? text : `,${text}`);
      if (number === objects / 2) half = await peakMemory(child.pid ?? 0);
    }
    const whole = await peakMemory(child.pid ?? 0);
    child.stdin.end(']}');
    expect(await ended).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ read: objects, accepted: objects, rejected: [] });
    // What the collector leaves lying about settles within the first half; the second 100 MB must not add to it.
    expect(whole - half).toBeLessThan(100);
    expect(whole).toBeLessThan(450);
  });
});
