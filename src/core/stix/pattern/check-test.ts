import { checkHashes } from '../format/hashes.js';
import { isIpRange } from '../format/ip-range.js';
import { quote } from '../json/json-value.js';
import { checkConstant } from './check-constant.js';
import type { ComparisonTest, Constant, ConstantSet, ObjectPath, TextTest } from './pattern.js';
import type { ReportFault } from './pattern-fault.js';

/** Reports what is wrong with the constants of one comparison, as far as STIX 9.6.1 says MUST. */
export const checkTest = (test: ComparisonTest, report: ReportFault): void => {
  if (test.kind === 'existence') return;
  if (test.kind === 'text') checkAddresses(test, report);
  const constants: readonly Constant[] = test.constant.kind === 'set' ? test.constant.items : [test.constant];
  if (test.constant.kind === 'set') checkSet(test.constant, report);
  for (const constant of constants) checkConstant(constant, report);
  if (test.kind !== 'equality' && test.kind !== 'membership') return;
  // To differ from what is no hash is lawful: everything does.
  if (test.negated || test.operator === '!=') return;
  const algorithm = algorithmOf(test.path);
  if (algorithm === undefined) return;
  for (const constant of constants) if (constant.kind === 'string') checkHash(algorithm, constant, report);
};

/** STIX 9.6.1: the operand of ISSUBSET and ISSUPERSET "MUST be a valid string representation of the corresponding Object type". */
const checkAddresses = ({ operator, constant: { value, at } }: TextTest, report: ReportFault): void => {
  if ((operator !== 'ISSUBSET' && operator !== 'ISSUPERSET') || isIpRange(value)) return;
  report('S178', at, `${quote(value)} is not an IP address or CIDR block: \`${operator}\` compares nothing else`);
};

/** STIX 9.6.1: "The set values in b MUST be constants of homogeneous data type". */
const checkSet = ({ items }: ConstantSet, report: ReportFault): void => {
  const [first] = items;
  const odd = first && items.find((item) => typeOf(item) !== typeOf(first));
  if (odd) report('S178', odd.at, `a set holds constants of one type: this is ${typeOf(odd)} and the first is ${typeOf(first)}`);
};

/** By STIX 9.2 integers and floats both stand for numbers, binary and hex both for bytes, and each pair compares. */
const typeOf = ({ kind }: Constant): string => {
  if (kind === 'integer' || kind === 'float') return 'a number';
  if (kind === 'binary' || kind === 'hex') return 'bytes';
  return kind === 'string' ? 'text' : `a ${kind}`;
};

/** The algorithm of a path that ends in a hash, as `file:hashes.'SHA-256'`. */
const algorithmOf = ({ steps }: ObjectPath): string | undefined => {
  const [dictionary, key] = [steps[steps.length - 2], steps[steps.length - 1]];
  return dictionary?.kind === 'name' && dictionary.name === 'hashes' && key?.kind === 'name' ? key.name : undefined;
};

/** STIX 10.7: "The corresponding hash string for this value MUST be a valid" digest of the algorithm. */
const checkHash = (
  algorithm: string,
  { value, at }: { readonly value: string; readonly at: number },
  report: ReportFault,
): void => {
  checkHashes({ [algorithm]: value }, '', (rule, _, message) => {
    report(rule, at, message);
  });
};
