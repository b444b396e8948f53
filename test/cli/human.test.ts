import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { indicator } from '../scenarios/node.js';
import { freshFolder, runLine } from './line-runner.js';

const { dir, drop } = freshFolder();
const home = join(dir, 'my home');
const ESCAPE = '\u001b[';
afterAll(drop);

beforeAll(async () => {
  const run = (...argv: string[]) => runLine(argv, home);
  await run('init', '--name', 'Northern Cell');
  await run('collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber');
  await run('participant', 'add', 'meridian', '--name', 'Meridian \u001b[2J CERT');
  await run('tier', 'set', 'meridian', '--track', 'cyber', '--tier', 'partner', '--by', 'admin', '--reason', 'agreement');
  writeFileSync(join(dir, 'many.jsonl'), Array.from({ length: 60 }, (_, number) => indicator(number + 1)).join('\n'));
  await run('import', join(dir, 'many.jsonl'), '--collection', 'ics', '--label', 'tlp=green');
});

describe('answers for people', () => {
  it('end with a next step that works in the same home when pasted', async () => {
    expect((await runLine(['participant', 'list'], home)).out).toMatch(/\nnext: parley participant show SLUG\n$/);
    const elsewhere = await runLine(['participant', 'list', '--home', home], dir);
    expect(elsewhere.out).toMatch(/\nnext: parley participant show SLUG --home '.*my home'\n$/);
  });

  it('are painted on a terminal only, and never with --json', async () => {
    expect((await runLine(['participant', 'show', 'meridian'], home, { terminal: true })).out).toContain(ESCAPE);
    expect((await runLine(['participant', 'show', 'meridian'], home)).out).not.toContain(ESCAPE);
    expect((await runLine(['participant', 'show', 'meridian', '--json'], home, { terminal: true })).out).not.toContain(ESCAPE);
  });

  it('keep control characters of names away from the terminal', async () => {
    expect((await runLine(['participant', 'list'], home)).out).toContain('Meridian ?[2J CERT');
  });
});

describe('preview', () => {
  const asked = ['preview', '--participant', 'meridian', '--collection', 'ics'];

  it('is a table with a count on a terminal, of the first 50', async () => {
    const { out } = await runLine(asked, home, { terminal: true });
    const seen = stripVTControlCharacters(out);
    expect(seen).toMatch(/^type +name +id$/m);
    expect(seen).toMatch(/^indicator +Relay 1 +indicator--00000001-/m);
    expect(seen.match(/^indicator /gm)).toHaveLength(50);
    expect(seen).toContain('and 10 more');
    expect(seen).toContain('meridian would get 60 objects from ics');
  });

  it('is the bundle, the same by any other way, when piped or with --json', async () => {
    const [piped, json] = [await runLine(asked, home), await runLine([...asked, '--json'], home, { terminal: true })];
    const objectsOf = (text: string) => (JSON.parse(text) as { type: string; objects: unknown[] }).objects;
    expect(objectsOf(piped.out)).toHaveLength(60);
    expect(objectsOf(json.out)).toEqual(objectsOf(piped.out));
  });

  it('says so when there is nothing', async () => {
    await runLine(['participant', 'add', 'quillon', '--name', 'Quillon'], home);
    const { out } = await runLine(['preview', '--participant', 'quillon', '--collection', 'ics'], home, { terminal: true });
    expect(out).toContain('quillon would get 0 objects from ics');
  });
});
