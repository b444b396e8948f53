import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { BookFiles } from '../../exchange/ports/books.js';
import type { BookProblem, Roster } from '../../exchange/ports/rule-engine.js';
import { readBookFolder } from '../disk/book-folder.js';
import { cedarEngine } from './engine.js';

const engine = cedarEngine();
const files = await readBookFolder(fileURLToPath(new URL('../../../rulebook', import.meta.url)));
const NOBODY: Roster = { names: [], groups: new Map() };

const problemsOf = (changed: BookFiles, roster: Roster = NOBODY): readonly BookProblem[] =>
  engine.check({ ...files, ...changed }, roster).problems;
const added = (policy: string, roster?: Roster) => problemsOf({ 'added.cedar': policy }, roster);
const NAMED = '@id("added")\n@reason("added by the test")\n';
const RELEASE = 'permit (principal, action == Action::"release", resource)';

describe('rules check', () => {
  it('finds nothing in the default book', () => {
    expect(problemsOf({})).toEqual([]);
  });

  it('finds what Cedar cannot parse, on its line', () => {
    expect(added(`${NAMED}${RELEASE}\nwhen { resource.tlp.contains( };`)).toMatchObject([
      { file: 'added.cedar', line: 4, code: 'rule-malformed', severity: 'error' },
    ]);
    expect(added(`// é\n\n${NAMED}permit (principal, action, resource)`)).toMatchObject([{ line: 5, code: 'rule-malformed' }]);
    expect(added('permit (principal == ?principal, action, resource);')).toMatchObject([{ line: 1, code: 'rule-malformed' }]);
  });

  it('goes on behind what Cedar cannot parse', () => {
    expect(added('permit (;\npermit (principal, action, resource);').map(({ code, line }) => `${line} ${code}`)).toEqual([
      '1 rule-malformed',
      '2 rule-without-id',
      '2 rule-without-reason',
    ]);
  });

  it('finds an attribute that does not exist, with the likely one', () => {
    const problems = added(`${NAMED}${RELEASE}\n  when { resource.handlin.contains("é") && resource.trak == "cyber" };`);
    const place = { file: 'added.cedar', line: 4, code: 'unknown-attribute', severity: 'error' };
    expect(problems).toMatchObject([place, place]);
    expect(problems[0]?.message).toBe('attribute `handlin` on entity type `ReleaseClass` not found: did you mean `handling`?');
    expect(problems[1]?.message).toContain('did you mean `track`?');
  });

  it('finds a tag read without a guard, a type that does not fit and an action that does not exist', () => {
    expect(added(`${NAMED}${RELEASE} when { principal.getTag("cyber") > 1 };`)).toMatchObject([{ code: 'rule-unfit' }]);
    expect(added(`${NAMED}${RELEASE} when { resource.kind > 1 };`)).toMatchObject([{ code: 'rule-unfit' }]);
    expect(added(`${NAMED}permit (principal, action == Action::"publish", resource);`)).toMatchObject([
      { code: 'unknown-action' },
    ]);
  });

  it('doubts a rule that can never apply', () => {
    expect(added(`${NAMED}${RELEASE} when { false };`)).toMatchObject([{ code: 'rule-doubtful', severity: 'warning' }]);
  });

  it('asks every rule for an id of its own and a reason', () => {
    expect(added(`${RELEASE};`).map(({ code }) => code)).toEqual(['rule-without-id', 'rule-without-reason']);
    expect(added(`@id("added") @reason(" ") ${RELEASE};`)).toMatchObject([{ code: 'rule-without-reason', severity: 'error' }]);
    expect(problemsOf({ 'z.cedar': `@id("tlp-green") @reason("x")\n${RELEASE};` })).toMatchObject([
      { file: 'z.cedar', line: 1, code: 'duplicate-id' },
    ]);
  });

  it('refuses a rule that names a participant, in any case and any place', () => {
    const roster: Roster = {
      names: ['meridian', 'Meridian CERT', 'identity--1D3B19A8-1525-4c84-bd42-f8ed081ed01d'],
      groups: new Map(),
    };
    const named = (condition: string) =>
      added(`${NAMED}${RELEASE} when { ${condition} };`, roster)
        .filter(({ severity }) => severity === 'error')
        .map(({ code }) => code);
    expect(named('principal.groups.contains("MERIDIAN")')).toEqual(['literal-names-participant']);
    expect(named('["x", "meridian cert"].contains(resource.kind)')).toEqual(['literal-names-participant']);
    expect(named('resource has originator && resource.originator == "identity--1d3b19a8-1525-4c84-bd42-f8ed081ed01d"')).toEqual([
      'literal-names-participant',
    ]);
    expect(named('principal.groups.contains("\\u{6d}eridian")')).toEqual(['literal-names-participant']);
    expect(named('resource.kind like "merid*"')).toEqual(['literal-names-participant']);
    expect(named('principal == Profile::"meridian"')).toEqual(['literal-names-participant']);
    expect(named('resource.kind like "*"')).toEqual([]);
    expect(named('principal.groups.contains("meridians")')).toEqual([]);
  });

  it('takes no name in a comment, a reason or an action for a rule about somebody', () => {
    const roster: Roster = { names: ['added', 'release'], groups: new Map() };
    expect(added(`// added\n${NAMED}${RELEASE} when { resource.kind == "note" };`, roster)).toEqual([]);
  });

  it('warns of a group that is one participant', () => {
    const roster: Roster = {
      names: [],
      groups: new Map([
        ['liaison', 1],
        ['league', 2],
      ]),
    };
    const rule = (group: string) => added(`${NAMED}${RELEASE} when { principal.groups.contains("${group}") };`, roster);
    expect(rule('liaison')).toMatchObject([{ code: 'group-of-one', severity: 'warning' }]);
    expect(rule('league')).toEqual([]);
  });

  it('finds facets that views.json does not know, in rules and in the schema', () => {
    expect(
      added(`${NAMED}permit (principal, action == Action::"reveal-motive", resource);`).filter(
        ({ severity }) => severity === 'error',
      ),
    ).toMatchObject([{ file: 'added.cedar', line: 1, code: 'unknown-facet' }]);
    const schema = `${files['parley.cedarschema']}\naction "reveal-motive" appliesTo { principal: Profile, resource: ReleaseClass, context: { own: Bool } };`;
    expect(problemsOf({ 'parley.cedarschema': schema })).toMatchObject([{ file: 'parley.cedarschema', code: 'unknown-facet' }]);
  });

  it('takes a schema that declares a facet itself', () => {
    const schema = `${files['parley.cedarschema']}\naction "reveal-victim" appliesTo { principal: Profile, resource: ReleaseClass, context: { own: Bool } };`;
    expect(problemsOf({ 'parley.cedarschema': schema })).toEqual([]);
  });

  it('finds a schema that does not parse, or does not take what the node passes', () => {
    expect(problemsOf({ 'parley.cedarschema': 'entity Profile;\n\nentity {' })).toMatchObject([
      { file: 'parley.cedarschema', line: 3, code: 'schema-malformed' },
    ]);
    const schema = (files['parley.cedarschema'] ?? '')
      .replace('  confidence: String,\n', '')
      .replace('originator?:', 'originator:');
    expect(problemsOf({ 'parley.cedarschema': schema }).filter(({ code }) => code === 'schema-misfit').length).toBeGreaterThan(0);
  });

  it('finds files that are missing, and files it does not know but notes', () => {
    const { 'views.json': _views, ...without } = files;
    expect(engine.check(without, NOBODY).problems).toMatchObject([{ file: 'views.json', line: 1, code: 'file-missing' }]);
    expect(problemsOf({ 'tlp.cedr': '', 'README.md': '# notes' })).toMatchObject([
      { file: 'tlp.cedr', code: 'unknown-file', severity: 'error' },
    ]);
  });
});

describe('loading a book', () => {
  it('refuses what check finds an error in, and says where the first one is', () => {
    expect(() => engine.load({ ...files, 'added.cedar': `${RELEASE};` })).toThrow('has 2 problem(s)');
  });

  it('does not mind a warning', () => {
    expect(engine.load({ ...files, 'added.cedar': `${NAMED}${RELEASE} when { false };` }).rules.length).toBeGreaterThan(20);
  });
});

describe('the hash of a book', () => {
  const hashOf = (changed: BookFiles): string => engine.check(changed, NOBODY).hash;

  it('depends on every name and every text, and not on their order', () => {
    expect(hashOf({ a: '1', b: '2' })).toBe(hashOf({ b: '2', a: '1' }));
    const hashes = [
      { a: '1', b: '2' },
      { a: '12', b: '' },
      { a: '1b', '': '2' },
      { ab: '12' },
      { a: '1' },
      { a: '1', b: '2', c: '' },
    ].map(hashOf);
    expect(new Set(hashes).size).toBe(hashes.length);
  });

  it('is the same for the loaded book', () => {
    expect(engine.load(files).hash).toBe(hashOf(files));
    expect(engine.load(files).hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
