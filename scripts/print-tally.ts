import { readFileSync } from 'node:fs';
import type { TestReport } from './tally.js';
import { formatTally, tallyOf } from './tally.js';

/** `print-tally.ts REPORT GATES_FAILED`: prints the tally alone on a line; exit status 1 when anything failed. */
const [path = '', gatesFailed = '0'] = process.argv.slice(2);

const readReport = (): TestReport | undefined => {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as TestReport;
  } catch {
    return undefined;
  }
};

const tally = tallyOf(readReport(), Number(gatesFailed));
console.log(formatTally(tally));
process.exitCode = tally.failed > 0 ? 1 : 0;
