import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { ERRORS } from '../src/core/errors.js';
import { importCircles } from './house/circles.js';
import { clockReads, environmentReads } from './house/environment.js';
import { oddMessages, PAPER, undocumentedErrors, unfilledMessages, unusedErrors } from './house/errors.js';
import { floorFindings } from './house/floors.js';
import { bannedFileNames, bannedNames, oddFileNames } from './house/names.js';
import { type Lock, lockGaps, loosePins, type Manifest, strayPackages, unexplainedPackages } from './house/packages.js';
import { deadLinks, deadMentions, oddDecisions } from './house/papers.js';
import { portsWithoutContract } from './house/ports.js';
import { rulesWithoutReason } from './house/rulebook.js';
import { largeBlobs, longFiles, longFunctions } from './house/sizes.js';
import { anyTypes, barrels, defaultExports, focusedTests, postponedWork, silencedTypes } from './house/syntax.js';
import { readTree } from './house/tree.js';

/** The style guide as a test. The checks themselves are tested beside them, in test/house. */
vi.setConfig({ testTimeout: 60_000 });

const ROOT = join(import.meta.dirname, '..');
const files = readTree(ROOT);
const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;
const dependencyPaper = files.find((file) => file.path === 'docs/decisions/0009-dependencies.md')?.text ?? '';
const errorPaper = files.find((file) => file.path === PAPER)?.text ?? '';

const expectNone = (findings: readonly string[]): void => {
  if (findings.length > 0) expect.fail(`${findings.length} to mend:\n${findings.join('\n')}`);
};

describe('the walls', () => {
  it('stand around a tree that was really read', () => {
    expect(files.filter((file) => file.path.startsWith('src/') && file.text !== '').length).toBeGreaterThan(20);
  });
  it('let no file of src import itself by a circle', () => expectNone(importCircles(files)));
  it('let arrows point down only: main, compose -> http, cli, adapters -> exchange -> core', () =>
    expectNone(floorFindings(files)));
  it('let only src/config.ts read the environment', () => expectNone(environmentReads(files)));
  it('keep clock and chance out of core and exchange', () => expectNone(clockReads(files)));
  it('let src import only what package.json installs, and package.json install only what src imports', () =>
    expectNone(strayPackages(manifest, files)));
  it('let package.json name exact versions only', () => expectNone(loosePins(manifest)));
  it('let no dependency in that docs/decisions/0009-dependencies.md does not explain', () =>
    expectNone(unexplainedPackages(manifest, dependencyPaper)));
  it('let package-lock.json be whole, so that npm ci takes it on a clean checkout', () => expectNone(lockGaps(lock)));
});

describe('the sizes', () => {
  it('keep a file within 400 lines', () => expectNone(longFiles(files)));
  it('keep a function within 70 lines', () => expectNone(longFunctions(files)));
  it('keep a blob within 256 kB', () => expectNone(largeBlobs(files)));
});

describe('the names', () => {
  it('say what a thing is: no manager, helper, util, service, data, info or handler', () => expectNone(bannedNames(files)));
  it('of files hold no such word either', () => expectNone(bannedFileNames(files)));
  it('of files are kebab-case', () => expectNone(oddFileNames(files)));
});

describe('the language', () => {
  it('has no default exports', () => expectNone(defaultExports(files)));
  it('has no barrels', () => expectNone(barrels(files)));
  it('has no any', () => expectNone(anyTypes(files)));
  it('does not silence the compiler', () => expectNone(silencedTypes(files)));
  it('does not postpone work in a comment', () => expectNone(postponedWork(files)));
  it('has no focused tests', () => expectNone(focusedTests(files)));
});

describe('the errors', () => {
  it('start in lower case and end without a full stop', () => expectNone(oddMessages(ERRORS)));
  it('are documented in docs/reference/errors.md as they are', () => expectNone(undocumentedErrors(ERRORS, errorPaper)));
  it('are all used in src', () => expectNone(unusedErrors(ERRORS, files)));
  it('get every detail that their message needs', () => expectNone(unfilledMessages(ERRORS, files)));
});

describe('the papers', () => {
  it('say for every method of a port what it promises', () => expectNone(portsWithoutContract(files)));
  it('give every rule of the rule book a name and a reason', () => expectNone(rulesWithoutReason(files)));
  it('link to no missing file', () => expectNone(deadLinks(files)));
  it('name no missing file', () => expectNone(deadMentions(files)));
  it('tell for every decision its context, choice, what was rejected and the price', () => expectNone(oddDecisions(files)));
});
