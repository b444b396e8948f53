import type { ConfidenceBand } from './labels.js';

/** STIX 2.1 Appendix A, None/Low/Med/High: 0, 1-29, 30-69, 70-100. Anything else is as if absent. */
export const confidenceBandOf = (confidence: unknown): ConfidenceBand => {
  if (typeof confidence !== 'number' || !(confidence >= 0 && confidence <= 100)) return 'unspecified';
  if (confidence === 0) return 'none';
  if (confidence < 30) return 'low';
  return confidence < 70 ? 'med' : 'high';
};
