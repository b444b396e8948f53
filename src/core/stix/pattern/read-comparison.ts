import { joined } from './joined.js';
import type { Comparison, ComparisonTest, EqualityTest, ObjectPath, OrderedConstant, OrderTest, TextTest } from './pattern.js';
import { readConstant, readSet, readString } from './read-constant.js';
import { readPath } from './read-path.js';
import type { TokenCursor } from './token-cursor.js';

/** `==` and `<>` are not in STIX 9.6.1, but in the grammar that OASIS publishes, and so in patterns. */
const EQUALITY: ReadonlyMap<string, EqualityTest['operator']> = new Map([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
]);
const ORDER: ReadonlySet<string> = new Set(['>', '<', '>=', '<='] satisfies OrderTest['operator'][]);
const TEXT: ReadonlySet<string> = new Set(['LIKE', 'MATCHES', 'ISSUBSET', 'ISSUPERSET'] satisfies TextTest['operator'][]);

/** What stands inside `[ ]` (STIX 9.6); AND binds tighter than OR. Recursion is bounded by the depth of parentheses. */
export const readComparison = (cursor: TokenCursor): Comparison =>
  joined(
    'or',
    cursor.chain('OR', () =>
      joined(
        'and',
        cursor.chain('AND', () => readOperand(cursor)),
      ),
    ),
  );

const readOperand = (cursor: TokenCursor): Comparison => {
  if (cursor.isAt('(')) return cursor.inParentheses('S172', () => readComparison(cursor));
  const { at, kind } = cursor.next;
  const negated = cursor.took('NOT');
  if (cursor.took('EXISTS')) {
    const path = readPath(cursor);
    return { kind: 'existence', operator: 'EXISTS', path, negated, at, end: path.end };
  }
  // STIX 9.6.1: "A Comparison Operator MAY be preceded by the modifier NOT": an operator, and not what stands in parentheses.
  if (negated) return cursor.refuse('S178', '`EXISTS` after `NOT` here: elsewhere `NOT` stands between path and operator');
  if (kind !== 'word' || cursor.isAtKeyword) cursor.refuse('S172', 'a comparison, as `file:size = 1`');
  return readTest(readPath(cursor), cursor);
};

const readTest = (path: ObjectPath, cursor: TokenCursor): ComparisonTest => {
  const negated = cursor.took('NOT');
  const { kind, text } = cursor.next;
  const test = { path, negated, at: path.at };
  const equality = kind === 'symbol' ? EQUALITY.get(text) : undefined;
  if (equality) {
    cursor.take();
    const constant = readConstant(cursor);
    return { kind: 'equality', operator: equality, constant, ...test, end: constant.end };
  }
  if (kind === 'symbol' && ORDER.has(text)) {
    cursor.take();
    const constant = readOrdered(cursor);
    return { kind: 'order', operator: text as OrderTest['operator'], constant, ...test, end: constant.end };
  }
  if (kind === 'word' && TEXT.has(text)) {
    cursor.take();
    const constant = readString(cursor, 'S178');
    return { kind: 'text', operator: text as TextTest['operator'], constant, ...test, end: constant.end };
  }
  if (!cursor.took('IN')) return cursor.refuse('S178', 'a comparison operator, as `=`, `>`, `IN` or `LIKE`');
  const constant = readSet(cursor);
  return { kind: 'membership', operator: 'IN', constant, ...test, end: constant.end };
};

/** STIX 9.6.1: `>` and its like compare "numerically or lexically", and a boolean is neither. */
const readOrdered = (cursor: TokenCursor): OrderedConstant => {
  if (cursor.isAt('true') || cursor.isAt('false'))
    return cursor.refuse('S178', 'a constant that has an order: compare booleans by `=`');
  return readConstant(cursor) as OrderedConstant;
};
