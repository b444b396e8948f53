import type { RuleId } from '../model/rules.js';

/** One breach of one rule in one value. */
export interface Finding {
  readonly rule: RuleId;
  /** JSON pointer to the value, `` for the object itself. */
  readonly pointer: string;
  readonly message: string;
}

/** Takes down one finding. */
export type Report = (rule: RuleId, pointer: string, message: string) => void;
