import type { Labels } from '../core/release/labels.js';

/** The labels that say something, as `key=value`; an object without TLP says so, because it is ruled on as AMBER. */
export const labelWords = (labels: Labels): readonly string[] =>
  Object.entries(labels).flatMap(([key, value]: [string, string | readonly string[] | null]) => {
    if (value === null || value === 'unspecified') return [];
    if (typeof value === 'string') return [`${key}=${value}`];
    if (key === 'tlp' && value.length === 0) return ['tlp=none'];
    return value.map((each) => `${key}=${each}`);
  });
