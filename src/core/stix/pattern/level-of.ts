import type { Pattern } from './pattern.js';

/**
 * The least level of STIX 12.7 that a producer or consumer must have for a pattern: 1 for one observation with any comparison,
 * 2 with AND and OR between observations, 3 with all else: FOLLOWEDBY and qualifiers, which need time.
 */
export const levelOf = (pattern: Pattern): 1 | 2 | 3 => {
  if (pattern.kind === 'single') return 1;
  if (pattern.kind === 'qualified' || pattern.kind === 'followed-by') return 3;
  return pattern.operands.some((operand) => levelOf(operand) === 3) ? 3 : 2;
};
