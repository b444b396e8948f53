import type { RuleId } from '../model/rules.js';

/** What is wrong with a pattern, and where: `at` counts UTF-16 code units. `rule`: `S...` of the STIX standard, `P...` of Parley itself. */
export interface PatternFault {
  readonly rule: RuleId;
  readonly at: number;
  readonly message: string;
}

/** Parentheses inside one another. Beyond it a pattern is refused: people write two or three, and readers recurse. */
export const PATTERN_DEPTH_MAX = 100;

/** Faults that are reported of one pattern; nobody reads more, and hostile text could have a million. */
export const PATTERN_FAULTS_MAX = 100;

/** Takes down one fault. */
export type ReportFault = (rule: RuleId, at: number, message: string) => void;
