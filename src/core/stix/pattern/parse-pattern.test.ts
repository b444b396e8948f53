import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkPattern } from './check-pattern.js';
import { levelOf } from './level-of.js';
import { parsePattern } from './parse-pattern.js';
import type { ComparisonTest, Constant, Pattern } from './pattern.js';
import { PATTERN_FAULTS_MAX, type PatternFault } from './pattern-fault.js';
import { printPattern } from './print-pattern.js';

const patternOf = (text: string): Pattern => {
  const parsed = parsePattern(text);
  if ('fault' in parsed) throw new Error(`${parsed.fault.at}: ${parsed.fault.message}`);
  return parsed.pattern;
};

const faultOf = (text: string): PatternFault | undefined => {
  const parsed = parsePattern(text);
  return 'fault' in parsed ? parsed.fault : undefined;
};

/** What a pattern is made of, as a list of lists: the operator, then its operands. */
const shapeOf = (node: unknown): unknown => {
  const { kind, operands, observation, comparison, path, qualifiers } = node as Readonly<Record<string, unknown>>;
  if (Array.isArray(operands)) return [kind, ...operands.map(shapeOf)];
  if (observation !== undefined)
    return [shapeOf(observation), ...(qualifiers as { readonly kind: string }[]).map((one) => one.kind)];
  if (comparison !== undefined) return shapeOf(comparison);
  return (path as { readonly type: { readonly name: string } }).type.name;
};

const testOf = (text: string): ComparisonTest => {
  const pattern = patternOf(text);
  if (pattern.kind !== 'single' || 'operands' in pattern.comparison) throw new Error('not one comparison');
  return pattern.comparison;
};

const constantOf = (text: string): Constant => {
  const test = testOf(`[abc:def = ${text}]`);
  if (test.kind !== 'equality') throw new Error('no constant');
  return test.constant;
};

describe('a pattern is read', () => {
  it('with AND before OR before FOLLOWEDBY, from left to right', () => {
    const text = '[a:x=1] FOLLOWEDBY [b:x=1] OR [c:x=1] AND [d:x=1] AND [e:x=1] OR [f:x=1]';
    expect(shapeOf(patternOf(text))).toEqual(['followed-by', 'a', ['or', 'b', ['and', 'c', 'd', 'e'], 'f']]);
  });

  it('with AND before OR inside brackets', () => {
    expect(shapeOf(patternOf('[a:x=1 OR b:x=1 AND c:x=1 OR (d:x=1 OR e:x=1) AND f:x=1]'))).toEqual([
      'or',
      'a',
      ['and', 'b', 'c'],
      ['and', ['or', 'd', 'e'], 'f'],
    ]);
  });

  it('with qualifiers of the expression right before them', () => {
    expect(shapeOf(patternOf('[a:x=1] FOLLOWEDBY [b:x=1] REPEATS 5 TIMES WITHIN 2 SECONDS'))).toEqual([
      'followed-by',
      'a',
      ['b', 'repeats', 'within'],
    ]);
    expect(shapeOf(patternOf('(([a:x=1] AND [b:x=1]) REPEATS 5 TIMES) WITHIN 2 SECONDS'))).toEqual([
      [['and', 'a', 'b'], 'repeats'],
      'within',
    ]);
  });

  it('with what stands where', () => {
    expect(patternOf("([file:hashes.'SHA-256'[*] NOT IN ('a', 2)])")).toEqual({
      kind: 'single',
      at: 0,
      end: 44,
      comparison: {
        kind: 'membership',
        operator: 'IN',
        negated: true,
        at: 2,
        end: 42,
        path: {
          at: 2,
          end: 26,
          type: { name: 'file', at: 2, end: 6 },
          steps: [
            { kind: 'name', name: 'hashes', at: 7, end: 13 },
            { kind: 'name', name: 'SHA-256', at: 14, end: 23 },
            { kind: 'any-item', at: 23, end: 26 },
          ],
        },
        constant: {
          kind: 'set',
          at: 34,
          end: 42,
          items: [
            { kind: 'string', value: 'a', at: 35, end: 38 },
            { kind: 'integer', text: '2', value: 2, at: 40, end: 41 },
          ],
        },
      },
    });
  });

  it.each([
    ["'it\\'s \\\\ here'", { kind: 'string', value: "it's \\ here" }],
    ['123456789012345678901', { kind: 'integer', text: '123456789012345678901', value: 123456789012345680000 }],
    ['-1.50', { kind: 'float', text: '-1.50', value: -1.5 }],
    ["h'00ff'", { kind: 'hex', text: '00ff', bytes: Uint8Array.of(0, 255) }],
    ["b'AP8=\n'", { kind: 'binary', text: 'AP8=\n', bytes: Uint8Array.of(0, 255) }],
    ["t'2026-01-01T00:00:00.10Z'", { kind: 'timestamp', text: '2026-01-01T00:00:00.10Z', instant: '2026-01-01T00:00:00.1' }],
    ["t'2026-02-30T00:00:00Z'", { kind: 'timestamp', text: '2026-02-30T00:00:00Z', instant: undefined }],
    ['true', { kind: 'boolean', value: true }],
  ])('with constants exact and decoded: %s', (text, constant) => {
    expect(constantOf(text)).toEqual({ ...constant, at: 11, end: 11 + text.length });
  });

  it('and half a surrogate pair is refused where it stands, a whole pair is not', () => {
    expect(faultOf("[file:name = 'a\ud83d']")).toMatchObject({ rule: 'S171', at: 15 });
    expect(faultOf("[file:name = '\ude00\ud83d']")).toMatchObject({ rule: 'S171', at: 14 });
    expect(faultOf("[file:name = '\ud83d\ude00']")).toBeUndefined();
  });

  it('with names of the prototype as with others', () => {
    expect(patternOf('[__proto__:__proto__.constructor = 1]')).toMatchObject({
      comparison: { path: { type: { name: '__proto__' } } },
    });
    expect(checkPattern(patternOf("[file:hashes.__proto__ = 'a' AND file:hashes.constructor = 'b']"))).toEqual([]);
  });
});

describe('hostile text', () => {
  const LONG = 10_000_000;
  const COUNT = 100_000;

  const judged = (text: string) => {
    const parsed = parsePattern(text);
    if ('fault' in parsed) return { rule: parsed.fault.rule, at: parsed.fault.at };
    return { faults: checkPattern(parsed.pattern), level: levelOf(parsed.pattern), printed: printPattern(parsed.pattern).length };
  };

  it.each([
    ['parentheses around observations', '('.repeat(10_000), 100],
    ['parentheses around comparisons', `[${'('.repeat(10_000)}`, 101],
    ['both together', `${'('.repeat(70)}[${'('.repeat(10_000)}`, 101],
  ])('that nests ten thousand %s is refused at the hundred and first', (_, text, at) => {
    expect(judged(text)).toEqual({ rule: 'P003', at });
  });

  it.each(['AND', 'OR', 'FOLLOWEDBY'])('that chains a hundred thousand observations by %s is read', (word) => {
    const text = Array(COUNT).fill('[abc:def = 1]').join(` ${word} `);
    expect(judged(text)).toEqual({ faults: [], level: word === 'FOLLOWEDBY' ? 3 : 2, printed: text.length });
  });

  it.each(['AND', 'OR'])('that chains a hundred thousand comparisons by %s is read', (word) => {
    const text = `[${Array(COUNT).fill('abc:def = 1').join(` ${word} `)}]`;
    expect(judged(text)).toEqual({ faults: [], level: 1, printed: text.length });
  });

  it('that names a hundred thousand object types is checked, and reports end where nobody reads on', () => {
    const types = (word: string) => Array.from({ length: COUNT }, (_, index) => `abc${index}:def = 1`).join(` ${word} `);
    expect(judged(`[(${types('OR')}) AND (${types('OR')})]`)).toMatchObject({ faults: [] });
    expect(judged(`[${types('AND')}]`)).toMatchObject({ faults: { length: PATTERN_FAULTS_MAX } });
  });

  it.each([
    ['text', "'", 'x', LONG, "'"],
    ['escapes', "'", "\\'", LONG / 2, "'"],
    ['hexadecimal', "h'", 'ab', LONG / 2, "'"],
    ['base64', "b'", 'abcd', LONG / 4, "'"],
    ['line feeds in base64', "b'", '\n', LONG, "'"],
    ['digits of a second', "t'2026-01-01T00:00:00.", '1', LONG, "Z'"],
    ['digits of a float', '1.', '1', LONG, ''],
  ])('that holds ten megabytes of %s is read', (_, before, part, times, after) => {
    const text = `[abc:def = ${before}${part.repeat(times)}${after}]`;
    expect(judged(text)).toEqual({ faults: [], level: 1, printed: text.length });
  });

  it.each([
    ['text that does not end', `[abc:def = '${'\\\\'.repeat(LONG / 2)}`, 'S170', 11],
    ['escapes that are none', `[abc:def = '${'\\x'.repeat(LONG / 2)}']`, 'S170', 12],
    ['hexadecimal with a flaw at its end', `[abc:def = h'${'ab'.repeat(LONG / 2)}x ']`, 'S170', 11],
    ['a second with a flaw at its end', `[abc:def = t'2026-01-01T00:00:00.${'1'.repeat(LONG)}z']`, 'S170', 11],
    ['digits where none belong', '1'.repeat(LONG), 'S172', 0],
    ['a word', 'a'.repeat(LONG), 'S172', 0],
    ['a place in a list', `[abc:def[${'1'.repeat(LONG)}] = 1]`, 'S182', 9],
    ['space', ' '.repeat(LONG), 'S172', LONG],
  ])('that holds ten megabytes of %s is refused', (_, text, rule, at) => {
    expect(judged(text)).toEqual({ rule, at });
  });

  it.each([
    ['an integer', `[abc:def = ${'1'.repeat(LONG)}]`, 'S019'],
    ['an object type', `[${'a-'.repeat(LONG / 2)}:def = 1]`, 'S031'],
    ['a property name', `[abc:'${'-'.repeat(LONG)}' = 1]`, 'S031'],
    ['a key', `[abc:def.'${'\u0000'.repeat(LONG)}' = 1]`, 'S003'],
    ['an address', `[abc:def ISSUBSET '${'1.'.repeat(LONG / 2)}']`, 'S178'],
  ])('that makes ten megabytes of %s is read, and refused when it is checked', (_, text, rule) => {
    expect(judged(text)).toMatchObject({ faults: [{ rule }], level: 1 });
  });

  it('that repeats qualifiers, steps and items without end is read', () => {
    expect(judged(`[abc:def = 1]${' REPEATS 2 TIMES'.repeat(COUNT)}`)).toMatchObject({ faults: { length: PATTERN_FAULTS_MAX } });
    expect(judged(`[abc:def${'.x[*]'.repeat(COUNT)} = 1]`)).toMatchObject({ faults: [] });
    expect(judged(`[abc:def IN (${'1, '.repeat(COUNT)}1)]`)).toMatchObject({ faults: [] });
  });

  it('of any kind never throws, and a fault lies within the text', () => {
    const shard = fc.constantFrom(
      ..."[ ] ( ) : . , * = != > <= ' \\ \" - + / ; t' h' b' '' 'a' abc a:b [a:b=1] 1 -1 1.5 . true t'2026-01-01T00:00:00Z' h'00' b'AA=='".split(
        ' ',
      ),
      ...'AND OR NOT FOLLOWEDBY IN LIKE EXISTS START STOP WITHIN SECONDS REPEATS TIMES __proto__'.split(' '),
      ' ',
      '\n',
      '\u0000',
      '😀',
      '\ud800',
    );
    const text = fc.oneof(
      fc.array(shard, { maxLength: 30 }).map((shards) => shards.join('')),
      fc.array(shard, { maxLength: 30 }).map((shards) => shards.join(' ')),
      fc.string({ unit: 'binary', maxLength: 50 }),
    );
    fc.assert(
      fc.property(text, (garbage) => {
        const parsed = parsePattern(garbage);
        if ('fault' in parsed) {
          expect(parsed.fault.at).toBeGreaterThanOrEqual(0);
          expect(parsed.fault.at).toBeLessThanOrEqual(garbage.length);
        } else expect(patternOf(printPattern(parsed.pattern)).kind).toBe(parsed.pattern.kind);
      }),
      { numRuns: 5_000 },
    );
  });
});
