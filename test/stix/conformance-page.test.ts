import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { RULES, type Rule } from '../../src/core/stix/model/rules.js';

const root = new URL('../../', import.meta.url);
const page = fileURLToPath(new URL('docs/reference/stix-conformance.md', root));

interface Case {
  readonly errors: readonly { readonly rule: string }[];
  readonly warnings?: readonly { readonly rule: string }[];
}

const cases = JSON.parse(readFileSync(new URL('vectors/stix/objects.json', root), 'utf8')) as readonly Case[];

const KEPT: Readonly<Record<Rule['by'], string>> = {
  error: 'kept: an object that breaks it is refused',
  warning: 'kept: an object that breaks it enters with a warning',
  store: 'kept where objects are stored, beside what is there',
  design: 'kept by how Parley reads and serves',
  none: 'not checkable here',
};

const statusOf = ({ by, differs, note }: Rule): string => {
  const status = differs === undefined ? KEPT[by] : `deliberately different: ${differs}`;
  return note === undefined ? status : `${status}; ${note}`;
};

const timesOf = (rule: string): number =>
  cases.filter(({ errors, warnings = [] }) => [...errors, ...warnings].some((breach) => breach.rule === rule)).length;

const cell = (text: string): string => text.replaceAll('|', '\\|');

it('docs/reference/stix-conformance.md holds the rules and how each is kept; `vitest run -u` on this file writes it', async () => {
  const rules: readonly (readonly [string, Rule])[] = Object.entries(RULES);
  const count = (holds: (rule: Rule) => boolean) => rules.filter(([id, rule]) => id.startsWith('S') && holds(rule)).length;
  const lines = [
    '# STIX 2.1: rule by rule',
    '',
    'The rules by which Parley judges objects, in its own words; sections are those of STIX 2.1, Errata 01. `parley validate` names',
    'the rule of each finding. This page is made from `src/core/stix/model/rules.ts`, and a test keeps it so; the last column counts',
    'the cases of `vectors/stix/objects.json` that break the rule.',
    '',
    `Of ${count(() => true)} rules ${count(({ by }) => by === 'error')} refuse an object, ${count(({ by }) => by === 'warning')} warn, ` +
      `${count(({ by }) => by === 'store')} are judged where objects are stored, ${count(({ by }) => by === 'design')} bind Parley itself, ` +
      `${count(({ by }) => by === 'none')} are not checkable here; ${count(({ differs }) => differs !== undefined)} are deliberately different.`,
    '',
    '| rule | section | what it says | how it is kept | cases |',
    '|---|---|---|---|---|',
    ...rules.map(
      ([id, rule]) => `| ${id} | ${rule.section} | ${cell(rule.sentence)} | ${cell(statusOf(rule))} | ${timesOf(id) || ''} |`,
    ),
    '',
  ];
  await expect(lines.join('\n')).toMatchFileSnapshot(page);
});
