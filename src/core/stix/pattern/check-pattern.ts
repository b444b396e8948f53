import { quote } from '../json/json-value.js';
import { checkConstant } from './check-constant.js';
import { checkPath } from './check-path.js';
import { checkTest } from './check-test.js';
import type { Comparison, ObservationExpression, Pattern, QualifiedObservation, Qualifier } from './pattern.js';
import { PATTERN_FAULTS_MAX, type PatternFault, type ReportFault } from './pattern-fault.js';

/**
 * What is wrong with a pattern beyond its grammar, in the order of the text and at most `PATTERN_FAULTS_MAX`; empty: it is
 * valid. Judges what STIX 2.1 says with MUST and one pattern alone can show; whether a property exists on a type it cannot.
 */
export const checkPattern = (pattern: Pattern): readonly PatternFault[] => {
  const faults: PatternFault[] = [];
  checkObservations(pattern, (rule, at, message) => {
    if (faults.length < PATTERN_FAULTS_MAX) faults.push({ rule, at, message });
  });
  return faults.sort((one, other) => one.at - other.at);
};

const checkObservations = (expression: ObservationExpression, report: ReportFault): void => {
  if (expression.kind === 'single') checkComparison(expression.comparison, report);
  else if (expression.kind === 'qualified') checkQualified(expression, report);
  else for (const operand of expression.operands) checkObservations(operand, report);
};

/**
 * Gives the types of object that can satisfy a comparison. STIX 9.5: "All operands of AND in an Observation Expression MUST be
 * satisfiable with the same object"; so what AND joins needs a type common to all, and OR within it may offer others besides.
 */
const checkComparison = (comparison: Comparison, report: ReportFault): Set<string> => {
  if (comparison.kind === 'or') {
    let types = new Set<string>();
    for (const operand of comparison.operands) types = united(types, checkComparison(operand, report));
    return types;
  }
  if (!('operands' in comparison)) {
    checkPath(comparison.path, report);
    checkTest(comparison, report);
    return new Set([comparison.path.type.name]);
  }
  let common: Set<string> | undefined;
  for (const operand of comparison.operands) {
    const types = checkComparison(operand, report);
    const narrowed = common === undefined ? types : intersection(common, types);
    if (narrowed.size > 0) common = narrowed;
    else report('S173', operand.at, 'no one object can satisfy this and what AND joins it to: join different object types by OR');
  }
  return common ?? new Set();
};

/** The larger set with the smaller one put in: of a set made anew at each level the cost would grow with levels times types. */
const united = (one: Set<string>, other: Set<string>): Set<string> => {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  for (const type of few) many.add(type);
  return many;
};

const intersection = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> => {
  const [few, many] = one.size < other.size ? [one, other] : [other, one];
  return new Set([...few].filter((type) => many.has(type)));
};

const WORDS: Readonly<Record<Qualifier['kind'], string>> = { repeats: 'REPEATS', within: 'WITHIN', 'start-stop': 'START' };

/** STIX 9.5.1: "An Observation Expression MUST NOT have more than one Qualifier of a particular type." */
const checkQualified = ({ observation, qualifiers }: QualifiedObservation, report: ReportFault): void => {
  checkObservations(observation, report);
  const kinds = new Set<string>();
  for (const qualifier of qualifiers) {
    if (kinds.has(qualifier.kind)) {
      report('S174', qualifier.at, `a second \`${WORDS[qualifier.kind]}\` of one expression: leave one, or use parentheses`);
    }
    kinds.add(qualifier.kind);
    checkQualifier(qualifier, report);
  }
};

const checkQualifier = (qualifier: Qualifier, report: ReportFault): void => {
  if (qualifier.kind === 'start-stop') {
    const { start, stop } = qualifier;
    checkConstant(start, report);
    checkConstant(stop, report);
    // Observed ">= x and < y": with the two equal there is no such time.
    if (start.instant !== undefined && stop.instant !== undefined && start.instant >= stop.instant) {
      report('S174', stop.at, '`STOP` must be later than `START`: no observation can match');
    }
    return;
  }
  const amount = qualifier.kind === 'within' ? qualifier.seconds : qualifier.times;
  checkConstant(amount, report);
  // By its digits, as the double of a small number is 0.
  if (!/[1-9]/.test(amount.text)) {
    report('S174', amount.at, `${quote(amount.text)}: \`${WORDS[qualifier.kind]}\` takes a number greater than 0`);
  }
};
