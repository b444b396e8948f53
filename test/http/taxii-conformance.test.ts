import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { fileOf, isTest, readTree } from '../house/tree.js';
import { sentenceOf, type TitledTest, titledTests } from './rule-titles.js';

interface Rule {
  readonly id: string;
  readonly who: 'server' | 'client';
  readonly section: string;
  readonly asks: string;
  readonly state: 'kept' | 'decided' | 'not-ours';
  readonly note?: string;
}

const root = new URL('../../', import.meta.url);
const page = fileURLToPath(new URL('docs/reference/taxii-conformance.md', root));
const { rules } = JSON.parse(readFileSync(new URL('vectors/taxii/rules.json', root), 'utf8')) as {
  readonly rules: readonly Rule[];
};

/** Where a test speaks HTTP, and `npm test` runs it. */
const OVER_HTTP = /^test\/(http|client|scenarios)\//;
const SCANNED = /^(test\/(http|client|scenarios|interop)|src\/(http|client))\//;
const DECISIONS = ['D1', 'D2', 'D3', 'D4', 'D5', 'D6', 'D7', 'D8'];

const tests = readTree(fileURLToPath(root))
  .filter((file) => SCANNED.test(file.path) && isTest(file))
  .flatMap(titledTests);

const testsOf = ({ id }: Rule): readonly TitledTest[] => tests.filter((test) => test.rules.includes(id));

describe('titles', () => {
  const readIn = (text: string) => titledTests(fileOf('test/http/a.test.ts', text));
  const read = (text: string) => readIn(text).map(({ title, rules: named }) => [title, named]);

  it('are read from tests that run, with the rules they name', () => {
    expect(read("it('T001 D2 T002 is so', () => {});")).toEqual([['T001 D2 T002 is so', ['T001', 'T002']]]);
    expect(read("it.each([1])('is %i (T003)', { timeout: 1 }, () => {});")).toEqual([['is %i (T003)', ['T003']]]);
    expect(read("describe('a', () => { it(`no rule`, () => {}); });")).toEqual([['no rule', []]]);
  });

  it('are told with their chapters, without the numbers', () => {
    const text = "describe.each([1])('pages', () => { describe('by date', () => { it('T003 D1 end; T004 begin', f); }); });";
    expect(readIn(text).map(sentenceOf)).toEqual(['pages › by date › end; begin']);
  });

  it('are not read from tests that do not run, from chapters and from texts', () => {
    for (const text of ["it.skip('T001', f)", "it.todo('T001')", "describe('T001', f)", "say('T001')", "// it('T001', f)"])
      expect([text, read(text)]).toEqual([text, []]);
  });
});

describe('every rule of TAXII 2.1', () => {
  it('has a number of its own, is put in words, and has its reason where it is not just kept', () => {
    expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
    expect(rules).toHaveLength(113);
    const unreasoned = rules.filter(({ state, note = '' }) => state !== 'kept' && note === '');
    expect(unreasoned.map(({ id }) => id)).toEqual([]);
    const wordless = rules.filter(({ asks, section }) => asks === '' || section === '');
    expect(wordless.map(({ id }) => id)).toEqual([]);
  });

  it('has a test named by it that speaks HTTP and is run by `npm test`, unless it is not ours', () => {
    const untested = rules.filter((rule) => rule.state !== 'not-ours' && !testsOf(rule).some(({ path }) => OVER_HTTP.test(path)));
    expect(untested.map(({ id }) => id)).toEqual([]);
  });

  it('is there where a title names it', () => {
    const known = new Set(rules.map(({ id }) => id));
    const strangers = tests.filter((test) => test.rules.some((id) => !known.has(id)));
    expect(strangers.map(({ path, title }) => `${path}: ${title}`)).toEqual([]);
  });

  it('is decided where a decision of docs/reference/taxii.md is about it', () => {
    const paper = readFileSync(new URL('docs/reference/taxii.md', root), 'utf8');
    for (const name of DECISIONS) {
      expect([name, paper.includes(`\n| ${name} |`)]).toEqual([name, true]);
      expect([name, rules.some(({ note = '' }) => note.startsWith(`${name}:`))]).toEqual([name, true]);
    }
    const decisions = rules.filter(({ note = '' }) => /^D\d:/.test(note));
    expect(new Set(decisions.map(({ state }) => state))).toEqual(new Set(['decided']));
  });
});

const cell = (text: string): string => text.replaceAll('|', '\\|');

const stateOf = ({ state, note }: Rule): string => (note === undefined ? state : `${state}: ${note}`);

/** Each file once, with what its tests are called. */
const placesOf = (rule: Rule): string => {
  const found = testsOf(rule);
  return [...new Set(found.map(({ path }) => path))]
    .map((path) => {
      const name = path.replace(/^test\//, '').replace(/\.test\.ts$/, '');
      const titles = found.filter((test) => test.path === path).map((test) => `“${sentenceOf(test)}”`);
      return `[${name}](../../${path}): ${titles.join(', ')}`;
    })
    .join('; ');
};

it('docs/reference/taxii-conformance.md holds the rules and their tests; `vitest run -u` on this file writes it', async () => {
  const count = (holds: (rule: Rule) => boolean) => rules.filter(holds).length;
  const named = tests.filter((test) => test.rules.length > 0);
  const lines = [
    '# TAXII 2.1: rule by rule',
    '',
    'The rules of TAXII 2.1 (OASIS Standard, 10 June 2021) in our own words, and where each is tested. This page is made from',
    '`vectors/taxii/rules.json` and from the titles of tests, which name the rules that they show; a test keeps it so, and fails when a',
    'rule has no test that speaks HTTP. `npm test` runs them all, `npx vitest run test/http test/client` little else.',
    '',
    '`kept`: Parley does as the rule says. `decided`: the standard leaves a choice or contradicts itself; the note says what Parley',
    'does, D1 to D8 are explained in [taxii.md](taxii.md#decisions). `not-ours`: nothing that Parley could do or break. Rules for',
    'clients are about `parley pull`.',
    '',
    `Of ${rules.length} rules ${count(({ who }) => who === 'server')} are for servers and ${count(({ who }) => who === 'client')} for clients. ` +
      `${count(({ state }) => state === 'kept')} are kept, ${count(({ state }) => state === 'decided')} decided, ` +
      `${count(({ state }) => state === 'not-ours')} not ours. ${named.length} tests name them.`,
    '',
    '| rule | section | for | what it asks | state | tests |',
    '|---|---|---|---|---|---|',
    ...rules.map((rule) => {
      const { id, section, who, asks } = rule;
      return `| ${id} | ${section} | ${who} | ${cell(asks)} | ${cell(stateOf(rule))} | ${cell(placesOf(rule))} |`;
    }),
    '',
  ];
  await expect(lines.join('\n')).toMatchFileSnapshot(page);
});
