import { afterAll, describe, expect, it } from 'vitest';
import { PARLEY_VERSION } from '../../src/core/version.js';
import { documentOf, freshFolder, runLine } from './line-runner.js';

const { dir, drop } = freshFolder();
afterAll(drop);
const run = (...argv: string[]) => runLine(argv, dir);

describe('wrong usage', () => {
  it.each([
    ['an unknown command', ['nonsense'], 'unknown command `nonsense`'],
    ['an unknown subcommand', ['token', 'isue'], 'unknown command `isue` (Did you mean issue?)'],
    ['an unknown option', ['track', 'list', '--colour'], 'unknown option `--colour`'],
    ['a missing argument', ['token', 'issue'], 'missing required argument `slug`'],
    ['a missing option', ['init'], 'required option `--name <name>` not specified'],
    ['an argument too many', ['track', 'list', 'all'], 'too many arguments for `list`: expected 0 arguments but got 1'],
    [
      'a value that is no choice',
      ['collection', 'add', 'a', '--title', 'A', '--track', 'cyber', '--references', 'ajar'],
      'is invalid: allowed choices are open, closed',
    ],
    ['a count of none', ['token', 'list', '--limit', '0'], 'give a whole number from 1'],
    [
      'a reason that says nothing',
      ['tier', 'set', 'a', '--track', 'cyber', '--tier', 'ally', '--by', 'admin', '--reason', ' '],
      'it says nothing',
    ],
    ['nothing to set', ['participant', 'set', 'a'], 'nothing is given to set'],
    ['no label', ['object', 'relabel', 'a', '--by', 'admin', '--reason', 'b'], 'no label is given'],
    ['a group alone', ['participant'], 'a command is missing'],
    ['no command at all', [], 'a command is missing'],
  ])('by %s exits with 2 and one line of error', async (_, argv, words) => {
    const plain = await run(...argv);
    expect(plain.status).toBe(2);
    expect(plain.out).toBe('');
    expect(plain.err.split('\n').filter((line) => line.startsWith('error '))).toHaveLength(1);
    expect(plain.err).toContain(words);

    const json = await run('--json', ...argv);
    expect(json.status).toBe(2);
    expect(documentOf(json)).toEqual({ error: { code: 'usage', message: expect.stringContaining(words), details: {} } });
  });
});

describe('what is asked for', () => {
  it('is shown with status 0: help, help of a command, version', async () => {
    expect(await run('--help')).toMatchObject({ status: 0, err: '', out: expect.stringContaining('Usage: parley') });
    expect(await run('token', 'issue', '--help')).toMatchObject({
      status: 0,
      out: expect.stringContaining('parley token issue meridian'),
    });
    expect(await run('help', 'preview')).toMatchObject({ status: 0, out: expect.stringContaining('Examples:') });
    expect(await run('--version')).toMatchObject({ status: 0, out: `${PARLEY_VERSION}\n` });
  });
});

describe('a fault', () => {
  it('shows its cause on the terminal of the operator, not in the answer', async () => {
    const openHouse = () => Promise.reject(new Error('the disk is on fire'));
    const ran = await runLine(['track', 'list', '--json'], dir, { openHouse });
    expect(ran.status).toBe(1);
    expect(documentOf(ran)).toEqual({ error: { code: 'fault', message: 'an internal error occurred', details: {} } });
    expect(ran.err).toContain('the disk is on fire');
    expect(ran.err).toMatch(/^error fault: an internal error occurred$/m);
  });
});
