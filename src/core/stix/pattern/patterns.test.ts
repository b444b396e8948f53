import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkPattern } from './check-pattern.js';
import { levelOf } from './level-of.js';
import { parsePattern } from './parse-pattern.js';
import type { Pattern } from './pattern.js';
import type { PatternFault } from './pattern-fault.js';
import { printPattern } from './print-pattern.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  /** Of valid patterns. */
  readonly level?: number;
  /** How a valid pattern is printed; absent: as it was written. */
  readonly prints?: string;
  /** Of invalid ones: what their first fault breaks, and where. */
  readonly rule?: string;
  readonly at?: number;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/patterns.json', import.meta.url), 'utf8'),
) as readonly Case[];
const valid = cases.filter(({ rule }) => rule === undefined);
const invalid = cases.filter(({ rule }) => rule !== undefined);

const faultsOf = (text: string): readonly PatternFault[] => {
  const parsed = parsePattern(text);
  return 'fault' in parsed ? [parsed.fault] : checkPattern(parsed.pattern);
};

const patternOf = (text: string): Pattern => {
  const parsed = parsePattern(text);
  if ('fault' in parsed) throw new Error(parsed.fault.message);
  return parsed.pattern;
};

describe('a valid pattern', () => {
  it.each(valid)('$comment', ({ text, level, prints }) => {
    expect(faultsOf(text)).toEqual([]);
    expect(levelOf(patternOf(text))).toBe(level);
    expect(printPattern(patternOf(text))).toBe(prints ?? text);
  });
});

describe('an invalid pattern', () => {
  it.each(invalid)('$comment', ({ text, rule, at }) => {
    expect(faultsOf(text)[0]).toMatchObject({ rule, at });
  });

  it.each(invalid)('is told of in words that fit the house: $comment', ({ text }) => {
    for (const { message } of faultsOf(text)) expect(message).toMatch(/^[^A-Z\n][^\n]{10,300}[^.\n]$/);
  });

  it.each([
    ['[file:size 1]', 'found `1`, expected a comparison operator, as `=`, `>`, `IN` or `LIKE`'],
    ['[file:size =', 'the pattern ends here, expected a constant, as `12`, `1.5`, `true` or text in apostrophes'],
    ['[file:size = 1', 'the pattern ends here, expected `AND`, `OR` or `]`'],
    [
      "[file:name like 'a']",
      'found `like`, expected a comparison operator, as `=`, `>`, `IN` or `LIKE`; keywords are written in upper case',
    ],
    ['[file:size = +1]', 'found `+`, expected a constant: positive numbers are written without plus sign'],
    ['[file:extensions.ntfs-ext = 1]', '`ntfs-ext` holds a hyphen: write the name in apostrophes'],
    ["[file:name = 'a", "`'a` does not end: close it with an apostrophe"],
  ])('says what was found and what was expected: %s', (text, message) => {
    expect(faultsOf(text)).toMatchObject([{ message }]);
  });

  it('has all its faults told beyond the grammar, in the order of the text', () => {
    const text = "[f:name = 'a' AND g:name = h'FF'] WITHIN 0 SECONDS WITHIN 1 SECONDS";
    expect(faultsOf(text).map(({ rule, at }) => [rule, at])).toEqual([
      ['S031', 1],
      ['S031', 18],
      ['S173', 18],
      ['S011', 27],
      ['S174', 41],
      ['S174', 51],
    ]);
  });

  it('shows no control characters of the input in messages', () => {
    const [fault] = faultsOf("[file:hashes.MD5 = '\u001b[2J\u202e`']");
    expect(fault?.message).toBe('`?[2J??` is not 32 hexadecimal digits');
  });
});
