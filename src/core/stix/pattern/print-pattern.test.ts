import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeBase64 } from '../../ledger/base64.js';
import { parseTimestamp } from '../format/timestamp.js';
import { checkPattern } from './check-pattern.js';
import { parsePattern } from './parse-pattern.js';
import type { Comparison, Constant, NameStep, ObservationExpression, Pattern, Qualifier, TimestampConstant } from './pattern.js';
import { printPattern } from './print-pattern.js';

const nowhere = { at: 0, end: 0 };

/** A pattern as it was made, the places of its nodes apart. */
const placeless = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(placeless);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([name]) => name !== 'at' && name !== 'end')
      .map(([name, inner]) => [name, placeless(inner)]),
  );
};

const patternOf = (text: string): Pattern => {
  const parsed = parsePattern(text);
  if ('fault' in parsed) throw new Error(`${text} ${parsed.fault.at}: ${parsed.fault.message}`);
  return parsed.pattern;
};

const texts = fc.oneof(fc.string({ unit: 'binary', maxLength: 12 }), fc.stringMatching(/^[\\' ()[\]]{0,6}$/));
const integers = fc
  .stringMatching(/^-?(?:0|[1-9]\d{0,20})$/)
  .map((text) => ({ kind: 'integer', text, value: Number(text), ...nowhere }) as const);
const counts = integers.filter(({ text }) => !text.startsWith('-'));
const floats = fc
  .stringMatching(/^-?\d{0,5}\.\d{1,20}$/)
  .map((text) => ({ kind: 'float', text, value: Number(text), ...nowhere }) as const);
const bytes = fc.uint8Array({ maxLength: 9 });
const strings = texts.map((value) => ({ kind: 'string', value, ...nowhere }) as const);
const timestamps = fc
  .tuple(fc.integer({ min: 0, max: 9999 }), fc.integer({ min: 1, max: 31 }), fc.stringMatching(/^(?:\.\d{1,12})?$/))
  .map(([year, day, fraction]): TimestampConstant => {
    const text = `${String(year).padStart(4, '0')}-02-${String(day).padStart(2, '0')}T01:02:03${fraction}Z`;
    return { kind: 'timestamp', text, instant: parseTimestamp(text), ...nowhere };
  });
const ordered = fc.oneof(
  strings,
  integers,
  floats,
  timestamps,
  bytes.map((raw) => ({ kind: 'binary', text: encodeBase64(raw), bytes: raw, ...nowhere }) as const),
  bytes.map((raw) => ({ kind: 'hex', text: Buffer.from(raw).toString('hex'), bytes: raw, ...nowhere }) as const),
);
const constants: fc.Arbitrary<Constant> = fc.oneof(
  ordered,
  fc.boolean().map((value) => ({ kind: 'boolean', value, ...nowhere }) as const),
);

const names = fc
  .oneof(fc.stringMatching(/^[a-z_][A-Za-z0-9_]{0,5}$/), fc.constantFrom('AND', 'NOT', 'EXISTS', 't', 'h', '__proto__'), texts)
  .map((name): NameStep => ({ kind: 'name', name, ...nowhere }));
const steps = fc.oneof(
  names,
  fc.nat().map((index) => ({ kind: 'index', index, ...nowhere }) as const),
  fc.constant({ kind: 'any-item', ...nowhere } as const),
);
const paths = fc
  .tuple(fc.stringMatching(/^[a-z][a-z0-9-]{0,5}$/), names, fc.array(steps, { maxLength: 3 }))
  .map(([name, first, rest]) => ({ type: { name, ...nowhere }, steps: [first, ...rest] as const, ...nowhere }));

const test = <Kind extends string, Operator extends string, Value>(
  kind: Kind,
  operators: readonly Operator[],
  values: fc.Arbitrary<Value>,
) =>
  fc.record({
    kind: fc.constant(kind),
    operator: fc.constantFrom(...operators),
    path: paths,
    negated: fc.boolean(),
    constant: values,
    at: fc.constant(0),
    end: fc.constant(0),
  });

const tests: fc.Arbitrary<Comparison> = fc.oneof(
  test('equality', ['=', '!='] as const, constants),
  test('order', ['>', '<', '>=', '<='] as const, ordered),
  test(
    'membership',
    ['IN'] as const,
    fc.array(constants, { maxLength: 3 }).map((items) => ({ kind: 'set', items, ...nowhere }) as const),
  ),
  test('text', ['LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'] as const, strings),
  fc
    .tuple(paths, fc.boolean())
    .map(([path, negated]) => ({ kind: 'existence', operator: 'EXISTS', path, negated, ...nowhere }) as const),
);

const qualifiers: fc.Arbitrary<Qualifier> = fc.oneof(
  counts.map((times) => ({ kind: 'repeats', times, ...nowhere }) as const),
  fc
    .oneof(
      counts,
      floats.filter(({ text }) => !text.startsWith('-')),
    )
    .map((seconds) => ({ kind: 'within', seconds, ...nowhere }) as const),
  fc.tuple(timestamps, timestamps).map(([start, stop]) => ({ kind: 'start-stop', start, stop, ...nowhere }) as const),
);

const junction = <Kind extends string, Operand>(kinds: readonly Kind[], operands: fc.Arbitrary<Operand>) =>
  fc.record({
    kind: fc.constantFrom(...kinds),
    operands: fc.array(operands, { minLength: 2, maxLength: 4 }),
    at: fc.constant(0),
    end: fc.constant(0),
  });

const { pattern: patterns } = fc.letrec<{ comparison: Comparison; pattern: ObservationExpression }>((tie) => ({
  comparison: fc.oneof({ maxDepth: 4, withCrossShrink: true }, tests, junction(['and', 'or'] as const, tie('comparison'))),
  pattern: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    tie('comparison').map((comparison) => ({ kind: 'single', comparison, ...nowhere }) as const),
    junction(['and', 'or', 'followed-by'] as const, tie('pattern')),
    fc
      .tuple(tie('pattern'), qualifiers, fc.array(qualifiers, { maxLength: 2 }))
      .map(
        ([observation, first, rest]) => ({ kind: 'qualified', observation, qualifiers: [first, ...rest], ...nowhere }) as const,
      ),
  ),
}));

const parts = (pattern: Pattern): readonly ObservationExpression[] => {
  if (pattern.kind === 'single') return [pattern];
  const inner = pattern.kind === 'qualified' ? [pattern.observation] : pattern.operands;
  return [pattern, ...inner.flatMap(parts)];
};

/** Each pair of parentheses of a text, outside constants and sets. */
const pairs = (text: string): readonly (readonly [number, number])[] => {
  const open: number[] = [];
  const found: (readonly [number, number])[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text[at] === "'") {
      for (at++; text[at] !== "'"; at++) if (text[at] === '\\') at++;
    } else if (text[at] === '(') open.push(at);
    else if (text[at] === ')') found.push([open.pop() ?? 0, at]);
  }
  return found.filter(([from]) => !text.slice(0, from).endsWith(' IN '));
};

describe('any pattern', () => {
  it('is printed as what reads as the same pattern, and that prints the same', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const text = printPattern(pattern);
        const again = patternOf(text);
        expect(placeless(again)).toEqual(placeless(pattern));
        expect(printPattern(again)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('is printed without parentheses that could be left out', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const text = printPattern(pattern);
        for (const [from, to] of pairs(text)) {
          const bare = parsePattern(`${text.slice(0, from)} ${text.slice(from + 1, to)} ${text.slice(to + 1)}`);
          if ('pattern' in bare) expect(placeless(bare.pattern)).not.toEqual(placeless(pattern));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('knows where its parts stand: each reads alone as it does there', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const text = printPattern(pattern);
        for (const part of parts(patternOf(text))) {
          expect(placeless(patternOf(text.slice(part.at, part.end)))).toEqual(placeless(part));
        }
      }),
      { numRuns: 200 },
    );
  });

  it('reads the same with space of any kind wherever it prints a space', () => {
    const calm = fc.tuple(patterns, fc.stringMatching(/^[ \t\n\u0085\u2003\u3000]{1,3}$/));
    fc.assert(
      fc.property(calm, ([pattern, space]) => {
        const pieces = printPattern(pattern).split(/('(?:[^'\\]|\\.)*')/s);
        const text = pieces.map((piece, place) => (place % 2 === 1 ? piece : piece.replaceAll(' ', space))).join('');
        expect(placeless(patternOf(text))).toEqual(placeless(pattern));
      }),
      { numRuns: 200 },
    );
  });

  it('that is cut off anywhere has a fault within the rest, or is a pattern', () => {
    fc.assert(
      fc.property(patterns, fc.nat(), (pattern, place) => {
        const text = printPattern(pattern);
        const rest = text.slice(0, place % text.length);
        const parsed = parsePattern(rest);
        if ('fault' in parsed) expect(parsed.fault.at).toBeLessThanOrEqual(rest.length);
        else expect(checkPattern(parsed.pattern)).toBeInstanceOf(Array);
      }),
      { numRuns: 2_000 },
    );
  });

  it('is checked without harm, and each fault lies within the text', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const text = printPattern(pattern);
        for (const { at } of checkPattern(patternOf(text))) expect(at).toBeLessThan(text.length);
      }),
      { numRuns: 500 },
    );
  });
});
