import { bandOf } from '../stix/confidence/term-of.js';
import type { ConfidenceBand } from './labels.js';

/**
 * The None/Low/Med/High of a confidence (STIX 2.1 Appendix A). Anything that is no number from 0 to 100 is as if absent. A
 * fraction, unlawful but stored by others, is in the band that it is not yet beyond; whatever is above 0 is not `none`.
 */
export const confidenceBandOf = (confidence: unknown): ConfidenceBand => {
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 100)) return 'unspecified';
  return bandOf('none-low-med-high', confidence < 1 ? Math.ceil(confidence) : Math.floor(confidence)) ?? 'unspecified';
};
