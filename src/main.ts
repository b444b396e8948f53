#!/usr/bin/env node
import { runCli } from './cli/program.js';
import { cliContext } from './compose.js';
import { readConfig } from './config.js';

process.exitCode = await runCli(process.argv.slice(2), () => cliContext(readConfig()));
