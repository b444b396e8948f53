#!/usr/bin/env node
import { failureAnswer, failureLine, failureOf } from './cli/failure.js';
import { runCli } from './cli/program.js';
import { cliContext } from './compose.js';
import { readConfig } from './config.js';

const argv = process.argv.slice(2);

try {
  process.exitCode = await runCli(argv, cliContext(readConfig()));
} catch (error) {
  // The environment is wrong: no command has begun, so nobody else can tell.
  const failure = failureOf(error);
  process.stderr.write(`${failureLine(failure)}\n`);
  if (argv.includes('--json')) process.stdout.write(`${JSON.stringify(failureAnswer(failure))}\n`);
  process.exitCode = failure.status;
}
