import { describe, expect, it } from 'vitest';
import { confidenceBandOf } from './confidence-band.js';

describe('the band of a confidence', () => {
  it.each([
    ['none', [0, -0]],
    ['low', [1, 15, 29, 0.5, 1e-300, 29.9]],
    ['med', [30, 50, 69, 69.9]],
    ['high', [70, 85, 100, 99.5]],
    ['unspecified', [-1, -0.5, 101, 100.5, Number.NaN, Number.POSITIVE_INFINITY, null, undefined, '50', [50], {}]],
  ] as const)('is %s', (band, confidences) => {
    for (const confidence of confidences)
      expect({ confidence, band: confidenceBandOf(confidence) }).toEqual({ confidence, band });
  });
});
