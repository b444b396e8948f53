import { describe, expect, it } from 'vitest';
import type { TestReport } from '../../scripts/tally.js';
import { formatTally, tallyOf } from '../../scripts/tally.js';

const report: TestReport = {
  success: true,
  numPassedTests: 7,
  numFailedTests: 0,
  numPendingTests: 0,
  numTodoTests: 0,
  testResults: [],
};

const lineOf = (change: Partial<TestReport>, gatesFailed = 0): string =>
  formatTally(tallyOf({ ...report, ...change }, gatesFailed));

describe('tally', () => {
  it('counts what passed and failed', () => {
    expect(lineOf({})).toBe('7 passed, 0 failed');
    expect(lineOf({ success: false, numFailedTests: 2 })).toBe('7 passed, 2 failed');
  });
  it('names skipped tests only when there are some', () => {
    expect(lineOf({ numPendingTests: 2, numTodoTests: 1 })).toBe('7 passed, 0 failed, 3 skipped');
  });
  it('counts a file that could not be loaded as one failure', () => {
    const testResults = [{ name: 'a.test.ts', status: 'failed', assertionResults: [] }];
    expect(lineOf({ success: false, testResults })).toBe('7 passed, 1 failed');
  });
  it('counts an error outside any test as one failure', () => expect(lineOf({ success: false })).toBe('7 passed, 1 failed'));
  it('counts a failed gate as one failure', () => expect(lineOf({}, 2)).toBe('7 passed, 2 failed'));
  it('takes a run of nothing for a failure', () => expect(lineOf({ numPassedTests: 0 })).toBe('0 passed, 1 failed'));
  it('takes a run without a report for a failure', () => expect(formatTally(tallyOf(undefined, 0))).toBe('0 passed, 1 failed'));
});
