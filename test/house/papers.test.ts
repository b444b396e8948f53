import { describe, expect, it } from 'vitest';
import { oddMessages, undocumentedErrors, unfilledMessages, unusedErrors } from './errors.js';
import { deadLinks, deadMentions, oddDecisions } from './papers.js';
import { portsWithoutContract } from './ports.js';
import { rulesWithoutReason } from './rulebook.js';
import { fileOf } from './tree.js';

const row = (message: string) => ({ kind: 'invalid', message });

describe('errors', () => {
  const errors = { 'slug-taken': row('`{value}` is taken: choose {one|another}') };
  const line = '| `slug-taken` | invalid | `{value}` is taken: choose {one\\|another} | choose another |';

  it('start in lower case, unless with a name, and have no full stop', () => {
    expect(oddMessages({ a: row('Not so'), b: row('ends.'), c: row('ends!') })).toHaveLength(3);
    expect(oddMessages({ a: row('not so'), b: row('`X` is odd'), c: row('{name} is odd'), d: row('JSON is malformed') })).toEqual(
      [],
    );
  });
  it('are documented with kind, message and advice', () => {
    expect(undocumentedErrors(errors, line)).toEqual([]);
    expect(undocumentedErrors(errors, '')).toHaveLength(1);
    expect(undocumentedErrors(errors, line.replace('| invalid |', '| limit |'))).toHaveLength(1);
    expect(undocumentedErrors(errors, line.replace('is taken', 'was taken'))).toHaveLength(1);
    expect(undocumentedErrors(errors, line.replace('| choose another |', '| |'))).toHaveLength(1);
  });
  it('that are gone leave the paper too', () => expect(undocumentedErrors({}, line)).toHaveLength(1));
  it('are used outside the table and outside tests', () => {
    expect(unusedErrors(errors, [fileOf('src/core/slug.ts', "throw new ParleyError('slug-taken');")])).toEqual([]);
    const elsewhere = [fileOf('src/core/errors.ts', "'slug-taken'"), fileOf('src/core/slug.test.ts', "'slug-taken'")];
    expect(unusedErrors(errors, elsewhere)).toHaveLength(1);
    expect(unusedErrors(errors, [fileOf('src/core/slug.ts', '// slug-taken')])).toHaveLength(1);
  });
  it('get the details that their message needs', () => {
    const found = (text: string) => unfilledMessages({ a: row('{x} and {y}') }, [fileOf('src/core/a.ts', text)]);
    expect(found("new ParleyError('a', { x, y: 1 });")).toEqual([]);
    expect(found("new ParleyError('a', { x });")).toHaveLength(1);
    expect(found("new ParleyError('a');")).toHaveLength(2);
    expect(found("new ParleyError('a', { ...rest }); new ParleyError('a', details); new ParleyError(code);")).toEqual([]);
  });
});

describe('portsWithoutContract', () => {
  const found = (text: string, path = 'src/exchange/ports/a.ts') => portsWithoutContract([fileOf(path, text)]);

  it('wants a contract for each method, whether written as method or as property', () => {
    expect(found('export interface A { read(): void; readonly write: () => void; readonly size: number }')).toHaveLength(2);
  });
  it('takes one on the method or on its interface', () => {
    expect(found('interface A {\n  /** Reads. */\n  read(): void;\n}')).toEqual([]);
    expect(found('/** Reads. */\nexport interface A { read(): void }')).toEqual([]);
  });
  it('takes no ordinary comment for one', () => expect(found('// reads\ninterface A { read(): void }')).toHaveLength(1));
  it('looks at ports only', () => expect(found('interface A { read(): void }', 'src/exchange/house.ts')).toEqual([]));
});

describe('rulesWithoutReason', () => {
  const found = (text: string) => rulesWithoutReason([fileOf('rulebook/policies/a.cedar', text)]);
  const rule =
    '@id("a")\n@reason("because; permit (nothing)")\npermit (principal, action, resource)\nwhen { resource.tlp.contains("forbid") };\n';

  it('takes a rule with a name and a reason, in any order', () => {
    expect(found(rule)).toEqual([]);
    expect(found('@reason("x") @id("a") forbid (principal, action, resource);')).toEqual([]);
  });
  it('wants both of every rule, and names its line', () => {
    expect(found(`${rule}permit (principal, action, resource);`)).toEqual([
      expect.stringMatching(/a\.cedar:5: .*@id/),
      expect.stringMatching(/@reason/),
    ]);
    expect(found('@id("a")\n@reason(" ")\nforbid (principal, action, resource);')).toHaveLength(1);
    expect(found('// @reason("x")\n@id("a") permit (principal, action, resource);')).toHaveLength(1);
  });
  it('wants a name only once', () => expect(found(rule + rule)).toHaveLength(1));
  it('is not led astray by division and comments', () => expect(found(`// permit (\n${rule}`)).toEqual([]));
});

describe('papers', () => {
  const there = fileOf('docs/a/b.md', '');

  it('link to what is there, from where they stand', () => {
    const good = fileOf(
      'docs/a/c.md',
      '[b](b.md) [b](../a/b.md#part) [b](/docs/a/b.md) [a](.) [x](https://x.example/y) [h](#here) ![p](<b.md> "t")',
    );
    expect(deadLinks([there, good])).toEqual([]);
    const bad = fileOf('docs/c.md', '[b](b.md)\n[d](a/d.md#x)\n`[code](no.md)`\n```\n[code](no.md)\n```\n');
    expect(deadLinks([there, bad])).toHaveLength(2);
  });
  it('name files that are there', () => {
    expect(deadMentions([there, fileOf('A.md', '`docs/a/` and `docs/a/b.md` and `src/**`')])).toEqual([]);
    expect(deadMentions([there, fileOf('A.md', '`docs/a/c.md`')])).toHaveLength(1);
    expect(deadMentions([there, fileOf('src/a.ts', '/** See docs/a/b.md and docs/a/c.md. */')])).toHaveLength(1);
  });
  it('of decisions have their number and their four chapters', () => {
    const text = '# x\n\n## Context\n\n## Choice\n\n## Rejected\n\n## Price\n';
    expect(oddDecisions([fileOf('docs/decisions/0001-x.md', text), fileOf('docs/decisions/0002-y.md', text)])).toEqual([]);
    expect(oddDecisions([fileOf('docs/decisions/0001-x.md', text), fileOf('docs/decisions/0001-y.md', text)])).toHaveLength(1);
    expect(oddDecisions([fileOf('docs/decisions/0001-x.md', text.replace('## Price\n', ''))])).toHaveLength(1);
    expect(oddDecisions([fileOf('docs/decisions/why.md', text)])).toHaveLength(1);
  });
});
