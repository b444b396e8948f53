import { expect, it } from 'vitest';
import { start, writtenBy } from '../program.js';
import { indicator } from './node.js';

/** At its end a process says how much memory it had at most, in KiB. */
const TELLS_MEMORY = "process.on('exit', () => process.stderr.write('rss ' + process.resourceUsage().maxRSS))";
const NODE_OPTIONS = `--max-old-space-size=64 --import data:text/javascript,${encodeURIComponent(TELLS_MEMORY)}`;

const MB = 1_000_000;

/** Reads a bundle of this many bytes from a pipe; gives what it said of it, and the most memory it had, in bytes. */
const validateBundle = async (bytes: number) => {
  const child = start(['validate', '-', '--json'], { NODE_OPTIONS });
  const written = writtenBy(child);
  child.stdin?.on('error', () => undefined);
  const ended = new Promise<number | null>((exit) => child.on('close', exit));
  const write = async (text: string): Promise<void> => {
    if (child.stdin?.write(text) === false)
      await Promise.race([ended, new Promise((ready) => child.stdin?.once('drain', ready))]);
  };
  await write('{"type":"bundle","id":"bundle--00000000-0000-4000-8000-000000000000","objects":[');
  let objects = 0;
  for (let size = 0; size < bytes; objects++) {
    const text = `${objects === 0 ? '' : ','}${indicator(objects).replace('"name":"', `"name":"${'x'.repeat(2000)}`)}`;
    size += text.length;
    await write(text);
  }
  child.stdin?.end(']}');
  const status = await ended;
  const memory = Number(/rss (\d+)/.exec(written.stderr)?.[1]) * 1024;
  return { status, objects, memory, report: JSON.parse(written.stdout) as { readonly read: number; readonly accepted: number } };
};

it('a bundle is validated as it comes: two hundred megabytes need hardly more memory than eight', {
  timeout: 60_000,
}, async () => {
  const small = await validateBundle(8 * MB);
  const large = await validateBundle(200 * MB);
  for (const { status, objects, report } of [small, large]) {
    expect([status, report.read, report.accepted]).toEqual([0, objects, objects]);
  }
  expect(small.memory).toBeGreaterThan(10 * MB);
  expect(large.memory - small.memory).toBeLessThan(100 * MB);
});
