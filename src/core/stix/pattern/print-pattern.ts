import type {
  Comparison,
  ComparisonTest,
  Constant,
  ConstantSet,
  ObjectPath,
  ObservationExpression,
  ObservationJunction,
  PathStep,
  Pattern,
  Qualifier,
} from './pattern.js';

/** How tight each form binds (STIX 9.5.3); an operand that binds no tighter than what it stands in needs parentheses. */
const TIGHTNESS: Readonly<Record<string, number>> = { 'followed-by': 1, or: 2, and: 3, qualified: 4 };
const TIGHTEST = 5;
const WORDS: Readonly<Record<ObservationJunction['kind'], string>> = { 'followed-by': 'FOLLOWEDBY', or: 'OR', and: 'AND' };
const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;

/**
 * The text of a pattern, with one space where one helps and no parentheses that are not needed: parsed again it gives an equal
 * pattern, places apart. Constants are printed exactly as they were written, text with the escapes that STIX 9.2 asks for.
 */
export const printPattern = (pattern: Pattern): string => {
  switch (pattern.kind) {
    case 'single':
      return `[${printComparison(pattern.comparison)}]`;
    case 'qualified':
      return [inner(pattern.observation, pattern), ...pattern.qualifiers.map(printQualifier)].join(' ');
    default:
      return pattern.operands.map((operand) => inner(operand, pattern)).join(` ${WORDS[pattern.kind]} `);
  }
};

const inner = (expression: ObservationExpression, outer: ObservationExpression): string =>
  tightnessOf(expression) <= tightnessOf(outer) ? `(${printPattern(expression)})` : printPattern(expression);

const tightnessOf = ({ kind }: ObservationExpression | Comparison): number => TIGHTNESS[kind] ?? TIGHTEST;

const printQualifier = (qualifier: Qualifier): string => {
  switch (qualifier.kind) {
    case 'repeats':
      return `REPEATS ${qualifier.times.text} TIMES`;
    case 'within':
      return `WITHIN ${qualifier.seconds.text} SECONDS`;
    case 'start-stop':
      return `START ${printConstant(qualifier.start)} STOP ${printConstant(qualifier.stop)}`;
  }
};

const printComparison = (comparison: Comparison): string => {
  if (!('operands' in comparison)) return printTest(comparison);
  return comparison.operands
    .map((operand) => {
      const isLooser = tightnessOf(operand) <= tightnessOf(comparison);
      return isLooser ? `(${printComparison(operand)})` : printComparison(operand);
    })
    .join(` ${WORDS[comparison.kind]} `);
};

const printTest = (test: ComparisonTest): string => {
  const not = test.negated ? 'NOT ' : '';
  if (test.kind === 'existence') return `${not}EXISTS ${printPath(test.path)}`;
  return `${printPath(test.path)} ${not}${test.operator} ${printConstant(test.constant)}`;
};

/** The text of an object path, as `file:hashes.'SHA-256'`. */
export const printPath = ({ type, steps: [first, ...rest] }: ObjectPath): string =>
  [type.name, ':', printName(first.name), ...rest.map(printStep)].join('');

const printStep = (step: PathStep): string => {
  switch (step.kind) {
    case 'name':
      return `.${printName(step.name)}`;
    case 'index':
      return `[${step.index}]`;
    case 'any-item':
      return '[*]';
  }
};

const printName = (name: string): string => (PLAIN_NAME.test(name) ? name : inApostrophes(name));

const printConstant = (constant: Constant | ConstantSet): string => {
  switch (constant.kind) {
    case 'string':
      return inApostrophes(constant.value);
    case 'integer':
    case 'float':
      return constant.text;
    case 'boolean':
      return String(constant.value);
    case 'binary':
      return `b'${constant.text}'`;
    case 'hex':
      return `h'${constant.text}'`;
    case 'timestamp':
      return `t'${constant.text}'`;
    case 'set':
      return `(${constant.items.map(printConstant).join(', ')})`;
  }
};

const inApostrophes = (text: string): string => `'${text.replace(/['\\]/g, '\\$&')}'`;
