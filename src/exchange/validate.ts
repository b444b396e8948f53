import { LIMITS } from '../core/limits.js';
import { readArrivals, type RejectedItem } from './read-arrivals.js';

export interface ValidationReport {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: readonly RejectedItem[];
  readonly rejected_total: number;
}

/** Checks a stream as `publish` would, storing nothing. */
export const validate = async (
  source: AsyncIterable<Uint8Array>,
  onProgress?: (progress: { readonly bytes: number; readonly read: number }) => void,
): Promise<ValidationReport> => {
  const report = { read: 0, accepted: 0, rejected: [] as RejectedItem[], rejected_total: 0 };
  for await (const { arrived, rejected } of readArrivals(source, onProgress)) {
    report.read += arrived.length + rejected.length;
    report.accepted += arrived.length;
    report.rejected_total += rejected.length;
    report.rejected.push(...rejected.slice(0, LIMITS.rejected_reported_max - report.rejected.length));
  }
  return report;
};
