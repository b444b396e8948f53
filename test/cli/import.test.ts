import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { indicator } from '../scenarios/node.js';
import { documentOf, freshFolder, runLine } from './line-runner.js';

const wrong = indicator(9).replace('"pattern_type":"stix",', '');

describe('import', () => {
  let home = '';
  let drop = () => {};
  const at = (name: string) => join(home, '..', name);
  const write = (name: string, ...lines: string[]) => {
    writeFileSync(at(name), lines.join('\n'));
    return at(name);
  };
  const importing = (files: readonly string[], ...more: string[]) =>
    runLine(['import', ...files, '--collection', 'ics', ...more], home);
  const count = async () => {
    const { out } = await runLine(
      ['import', write('probe.jsonl', indicator(1), indicator(2), indicator(3)), '--collection', 'ics', '--json'],
      home,
    );
    return (JSON.parse(out) as { duplicates: number }).duplicates;
  };

  beforeEach(async () => {
    const fresh = freshFolder();
    drop = fresh.drop;
    home = join(fresh.dir, 'home');
    await runLine(['init', '--name', 'Northern Cell'], home);
    await runLine(['collection', 'add', 'ics', '--title', 'ICS threats', '--track', 'cyber'], home);
  });
  afterEach(() => drop());

  it('sums over several files, says of each rejected object the file it stood in, and exits with 1', async () => {
    const [first, second] = [write('first.jsonl', indicator(1), wrong), write('second.jsonl', indicator(1), indicator(2))];
    const ran = await importing([first, second], '--json');
    expect(ran.status).toBe(1);
    expect(documentOf(ran)).toEqual({
      read: 4,
      accepted: 2,
      duplicates: 1,
      quarantined: 0,
      dangling: 0,
      rejected: [
        {
          file: first,
          index: 1,
          id: 'indicator--00000009-0000-4000-8000-000000000000',
          code: 'object-invalid',
          rule: expect.stringMatching(/^S\d+$/),
          message: expect.stringContaining('pattern_type'),
        },
      ],
      rejected_total: 1,
    });
    expect(ran.err).toContain('error objects-rejected: 1 rejected, for the reasons listed; 4 read');
  });

  it('shows people the first 20 rejected objects, one a line, and the counts', async () => {
    const many = Array.from({ length: 25 }, (_, number) => indicator(number + 10).replace('"pattern_type":"stix",', ''));
    const { status, out } = await importing([write('many.jsonl', ...many, indicator(1))]);
    expect(status).toBe(1);
    const lines = out.split('\n');
    expect(lines.filter((line) => /^#\d+ {2}indicator--\S+ {2}object-invalid S\d+ {2}./.test(line))).toHaveLength(20);
    expect(lines).toContain('and 5 more: --json lists them');
    expect(lines).toContain('26 read, 1 accepted, 0 duplicates, 0 dangling references, 25 rejected');
  });

  it('reads standard input as -, among files, but not twice', async () => {
    const file = write('first.jsonl', indicator(1));
    const ran = await runLine(['import', file, '-', '--collection', 'ics', '--json'], home, {
      stdin: `${indicator(2)}\n${indicator(3)}`,
    });
    expect(documentOf(ran)).toMatchObject({ read: 3, accepted: 3 });
    expect((await importing(['-', '-'])).status).toBe(2);
  });

  it.each([
    ['that is not there', 'absent.json', 'there is no such file'],
    ['that is a directory', 'folder', 'it is a directory'],
  ])('stores nothing at all when one of several files is one %s', async (_, name, reason) => {
    mkdirSync(at('folder'));
    const ran = await importing([write('first.jsonl', indicator(1)), at(name)], '--json');
    expect(ran.status).toBe(1);
    expect(documentOf(ran)).toEqual({
      error: {
        code: 'file-unreadable',
        message: `\`${at(name)}\` cannot be read: ${reason}`,
        details: { file: at(name), reason },
      },
    });
    expect(await count()).toBe(0);
  });

  it.each([
    ['collection-unknown', ['--collection', 'nowhere']],
    ['participant-unknown', ['--originator', 'nobody']],
    ['label-malformed', ['--label', 'colour=blue']],
  ])('refuses with %s and stores nothing', async (code, more) => {
    const ran = await importing([write('first.jsonl', indicator(1))], ...more, '--json');
    expect(ran.status).toBe(1);
    expect(documentOf(ran)).toMatchObject({ error: { code } });
    expect(await count()).toBe(0);
  });

  it('draws its progress on standard error only', async () => {
    const ran = await runLine(['import', write('first.jsonl', indicator(1)), '--collection', 'ics', '--json'], home, {
      terminal: true,
    });
    expect(documentOf(ran)).toMatchObject({ accepted: 1 });
  });
});

describe('validate', () => {
  let dir = '';
  let drop = () => {};
  beforeEach(() => {
    ({ dir, drop } = freshFolder());
  });
  afterEach(() => drop());
  const validating = (lines: readonly string[], ...more: string[]) => {
    writeFileSync(join(dir, 'a.jsonl'), lines.join('\n'));
    return runLine(['validate', join(dir, 'a.jsonl'), ...more], join(dir, 'no-home'));
  };
  const custom = indicator(2).replace('"pattern_type"', '"colour":"red","pattern_type"');
  const worse = wrong.replace('"pattern_type":"stix",', '').replace('"spec_version"', '"confidence":101,"spec_version"');

  it('tells what import would reject and every finding in it, stores nothing and needs no home', async () => {
    const ran = await validating([indicator(1), worse, custom], '--json');
    expect(ran.status).toBe(1);
    expect(documentOf(ran)).toMatchObject({
      read: 3,
      accepted: 2,
      rejected_total: 1,
      rejected: [
        {
          index: 1,
          code: 'object-invalid',
          rule: 'S047',
          errors: [
            { rule: 'S047', pointer: '/confidence', message: 'an integer from 0 to 100 is wanted, not `101`' },
            { rule: 'S033', pointer: '/pattern_type', message: '`pattern_type` is missing' },
          ],
        },
      ],
      warnings_total: 1,
      warnings: [{ index: 2, code: 'object-advised', rule: 'S154', pointer: '/colour' }],
      rules: { S033: 1, S047: 1, S154: 1 },
    });
    const fine = await runLine(['validate', '-'], join(dir, 'no-home'), { stdin: indicator(1) });
    expect(fine.status).toBe(0);
    expect(fine.out).toContain('1 read, 1 would be accepted, 0 rejected, 0 warnings; nothing was stored');
  });

  it('shows people what was found object by object, and how often each rule was broken', async () => {
    const { out } = await validating([indicator(1), worse, custom]);
    expect(out.split('\n').slice(0, 5)).toEqual([
      '#1  indicator--00000009-0000-4000-8000-000000000000',
      '  error S047  /confidence  an integer from 0 to 100 is wanted, not `101`',
      '  error S033  /pattern_type  `pattern_type` is missing',
      '#2  indicator--00000002-0000-4000-8000-000000000000',
      expect.stringMatching(/^ {2}warning S154 {2}\/colour {2}`colour` is a custom property/),
    ]);
    expect(out).toMatch(/^S047 {2}1 {6}confidence is an integer from 0 to 100$/m);
    expect(out).toContain('3 read, 2 would be accepted, 1 rejected, 1 warnings; nothing was stored');
  });

  it('shows the first 50 objects and says how many more there are', async () => {
    const many = Array.from({ length: 60 }, (_, at) => custom.replace('00000002', String(at + 10).padStart(8, '0')));
    const { out, status } = await validating(many);
    expect(status).toBe(0);
    expect(out.split('\n').filter((line) => line.startsWith('#'))).toHaveLength(50);
    expect(out).toContain('and 10 more objects: --json lists them');
  });

  it('colours on a terminal only', async () => {
    writeFileSync(join(dir, 'a.jsonl'), worse);
    const ran = await runLine(['validate', join(dir, 'a.jsonl')], join(dir, 'no-home'), { terminal: true });
    expect(ran.out).toContain('\u001b[31merror S047\u001b[39m');
    expect((await validating([worse])).out).not.toContain('\u001b');
  });
});
