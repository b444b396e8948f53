import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { shellWord } from './shell-word.js';

describe('shellWord', () => {
  it('leaves a plain path alone', () => expect(shellWord('/srv/parley-1.0')).toBe('/srv/parley-1.0'));
  it('quotes an empty word', () => expect(shellWord('')).toBe("''"));
  it('is read back by a shell as the same word, whatever is in it', () => {
    const words = fc.sample(
      fc.string({ unit: 'binary' }).filter((word) => !word.includes('\0')),
      { numRuns: 200, seed: 7 },
    );
    const said = execFileSync('/bin/sh', ['-c', `printf '%s\\0' ${words.map(shellWord).join(' ')}`], { encoding: 'utf8' });
    expect(said.split('\0').slice(0, -1)).toEqual(words.map((word) => Buffer.from(word).toString('utf8')));
  });
});
