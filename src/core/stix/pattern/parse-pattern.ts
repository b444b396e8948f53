import { loneSurrogateAt } from '../json/lone-surrogate.js';
import type { RuleId } from '../model/rules.js';
import { joined } from './joined.js';
import type { ObservationExpression, Pattern, Qualifier, SingleObservation } from './pattern.js';
import type { PatternFault } from './pattern-fault.js';
import { readComparison } from './read-comparison.js';
import { readInteger, readNumber, readTimestamp } from './read-constant.js';
import { Refusal, TokenCursor } from './token-cursor.js';

/**
 * Reads a pattern by the grammar of STIX 2.1, section 9; what the grammar cannot say is for `checkPattern`. Linear in time and
 * space, never throws; the fault names the place, what stands there and what was expected. The caller bounds the length.
 */
export const parsePattern = (text: string): { readonly pattern: Pattern } | { readonly fault: PatternFault } => {
  const lone = loneSurrogateAt(text);
  if (lone >= 0) return { fault: { rule: 'S171', at: lone, message: 'half a surrogate pair stands here: write Unicode text' } };
  try {
    return { pattern: readPattern(new TokenCursor(text)) };
  } catch (error) {
    if (error instanceof Refusal) return { fault: error.fault };
    throw error;
  }
};

const readPattern = (cursor: TokenCursor): Pattern => {
  const pattern = readObservations(cursor);
  if (cursor.next.kind !== 'end') cursor.refuse('S172', '`AND`, `OR`, `FOLLOWEDBY`, a qualifier or the end');
  return pattern;
};

/** STIX 9.5.3: precedence from highest to lowest is parentheses, AND, OR, FOLLOWEDBY. */
const readObservations = (cursor: TokenCursor): ObservationExpression => {
  const readAnd = () =>
    joined(
      'and',
      cursor.chain('AND', () => readQualified(cursor)),
    );
  const readOr = () => joined('or', cursor.chain('OR', readAnd));
  return joined('followed-by', cursor.chain('FOLLOWEDBY', readOr));
};

const readQualified = (cursor: TokenCursor): ObservationExpression => {
  const observation = readOperand(cursor);
  const first = readQualifier(cursor);
  if (!first) return observation;
  const qualifiers: [Qualifier, ...Qualifier[]] = [first];
  let last = first;
  for (let more = readQualifier(cursor); more; more = readQualifier(cursor)) {
    qualifiers.push(more);
    last = more;
  }
  return { kind: 'qualified', observation, qualifiers, at: observation.at, end: last.end };
};

const readOperand = (cursor: TokenCursor): ObservationExpression => {
  if (cursor.isAt('(')) return cursor.inParentheses('S172', () => readObservations(cursor));
  if (!cursor.isAt('[')) return cursor.refuse('S172', 'an observation in `[` and `]`');
  const { at } = cursor.take();
  const comparison = readComparison(cursor);
  if (!cursor.isAt(']')) cursor.refuse('S172', '`AND`, `OR` or `]`');
  return { kind: 'single', comparison, at, end: cursor.take().end } satisfies SingleObservation;
};

/** STIX 9.5.1: of REPEATS "x MUST be a positive integer", of WITHIN "a positive floating-point or integer value". */
const readQualifier = (cursor: TokenCursor): Qualifier | undefined => {
  const { at } = cursor.next;
  if (cursor.took('WITHIN')) {
    const seconds = unsigned(cursor, 'a number of seconds greater than 0', readNumber);
    return { kind: 'within', seconds, at, end: cursor.expect('SECONDS', 'S174').end };
  }
  if (cursor.took('REPEATS')) {
    const times = unsigned(cursor, 'a whole number of times greater than 0', readInteger);
    return { kind: 'repeats', times, at, end: cursor.expect('TIMES', 'S174').end };
  }
  if (!cursor.took('START')) return undefined;
  const start = readTimestamp(cursor, 'S174');
  cursor.expect('STOP', 'S174');
  const stop = readTimestamp(cursor, 'S174');
  return { kind: 'start-stop', start, stop, at, end: stop.end };
};

const unsigned = <Read>(
  cursor: TokenCursor,
  expected: string,
  read: (cursor: TokenCursor, rule: RuleId, expected: string) => Read,
): Read => (cursor.next.text.startsWith('-') ? cursor.refuse('S174', expected) : read(cursor, 'S174', expected));
