import { formatError } from '../core/errors.js';
import { LIMITS } from '../core/limits.js';
import { wellKnownMarking } from '../core/stix/marking/markings.js';
import { referencesOf } from '../core/stix/references.js';
import { type RejectedItem, readArrivals } from './read-arrivals.js';

export interface ValidationReport {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: readonly RejectedItem[];
  readonly rejected_total: number;
  /** What is allowed and yet worth a look: references to ids that the input does not hold, once for each id. */
  readonly warnings: readonly RejectedItem[];
}

/** Checks a stream as `publish` would, storing nothing. */
export const validate = async (
  source: AsyncIterable<Uint8Array>,
  onProgress?: (progress: { readonly bytes: number; readonly read: number }) => void,
): Promise<ValidationReport> => {
  const report = { read: 0, accepted: 0, rejected: [] as RejectedItem[], rejected_total: 0 };
  const held = new Set<string>();
  const missing = new Map<string, { readonly index: number; readonly id: string }>();
  for await (const { read, arrived, rejected } of readArrivals(source, onProgress)) {
    report.read += read;
    report.accepted += arrived.length;
    report.rejected_total += rejected.length;
    report.rejected.push(...rejected.slice(0, LIMITS.rejected_reported_max - report.rejected.length));
    for (const { object } of arrived) {
      held.add(object.id);
      missing.delete(object.id);
    }
    for (const { object, index } of arrived) {
      for (const reference of referencesOf(object)) {
        if (!held.has(reference) && !missing.has(reference) && !wellKnownMarking(reference))
          missing.set(reference, { index, id: object.id });
      }
    }
  }
  return {
    ...report,
    warnings: [...missing].slice(0, LIMITS.rejected_reported_max).map(([target, from]) => dangling(target, from)),
  };
};

const dangling = (target: string, { index, id }: { readonly index: number; readonly id: string }): RejectedItem => ({
  index,
  id,
  code: 'reference-dangling',
  rule: null,
  message: formatError('reference-dangling', { target }),
});
