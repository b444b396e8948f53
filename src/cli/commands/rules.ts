import { group } from '../plan.js';
import { rulesApply } from './rules-apply.js';
import { rulesCheck } from './rules-check.js';
import { rulesDiff } from './rules-diff.js';

export const rules = group('rules', 'the rule book', [rulesCheck, rulesDiff, rulesApply]);
