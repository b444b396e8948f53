/** The part of vitest's JSON report that is counted. */
export interface TestReport {
  readonly success: boolean;
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numTodoTests: number;
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly unknown[];
  }[];
}

export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/**
 * What a run came to. Failures that are no test of their own count one each: a file that could not be loaded, a gate (format,
 * lint, types) before the tests, an error outside any test, and a run in which nothing passed or failed.
 */
export const tallyOf = (report: TestReport | undefined, gatesFailed: number): Tally => {
  if (report === undefined) return { passed: 0, failed: 1 + gatesFailed, skipped: 0 };
  const unloaded = report.testResults.filter((file) => file.status === 'failed' && file.assertionResults.length === 0).length;
  const failed = report.numFailedTests + unloaded;
  const silent = failed === 0 && (!report.success || report.numPassedTests === 0) ? 1 : 0;
  return {
    passed: report.numPassedTests,
    failed: failed + silent + gatesFailed,
    skipped: report.numPendingTests + report.numTodoTests,
  };
};

export const formatTally = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
