import * as cedar from '@cedar-policy/cedar-wasm/nodejs';
import { describe, expect, it } from 'vitest';
import { patternOf, unescaped } from './cedar-tokens.js';
import { partsOf, policiesIn } from './policy-scan.js';

const TWO = `// a comment; with a semicolon
@id("a;b") // "another;
@reason("say \\"no\\";")
permit (principal, action == Action::"release", // here
  resource)
when { resource.kind == "};" /* not a comment in cedar */ };
@id("second")
forbid (principal, action, resource)
unless { {"a": 1}.a == 1 } when { ["x {", "y"].contains(resource.kind)   &&
  true };
`;

describe('policiesIn', () => {
  it('splits at the end of policies only, with the line each one starts at', () => {
    const policies = policiesIn(TWO);
    expect(policies.map(({ line }) => line)).toEqual([2, 7]);
    expect(policies[1]?.text).toMatch(/^@id\("second"\)[\s\S]*true };$/);
  });

  it('keeps what is left behind the last end, unless it is silent', () => {
    expect(policiesIn('permit (principal, action, resource);\n// end\n')).toHaveLength(1);
    expect(policiesIn('permit (principal, action, resource);\npermit').map(({ text }) => text)).toEqual([
      'permit (principal, action, resource);',
      'permit',
    ]);
    expect(policiesIn('')).toEqual([]);
  });
});

describe('partsOf', () => {
  it('finds annotations, effect, scope and single conditions, as Cedar does', () => {
    const [first, second] = policiesIn(TWO.replace(/\/\* .* \*\//, '')).map(({ text }) => text);
    expect(partsOf(first ?? '')).toEqual({
      annotations: { id: 'a;b', reason: 'say "no";' },
      effect: 'permit',
      scope: '(principal, action == Action::"release", resource)',
      clauses: [{ kind: 'when', text: 'resource.kind == "};"' }],
    });
    expect(partsOf(second ?? '').clauses).toEqual([
      { kind: 'unless', text: '{"a": 1}.a == 1' },
      { kind: 'when', text: '["x {", "y"].contains(resource.kind) && true' },
    ]);
    for (const text of [first ?? '', second ?? '']) {
      const answer = cedar.policyToJson(text);
      if (answer.type === 'failure') throw new Error(answer.errors[0]?.message);
      const parts = partsOf(text);
      expect(parts.annotations).toEqual(answer.json.annotations ?? {});
      expect(parts.effect).toBe(answer.json.effect);
      expect(parts.clauses.map(({ kind }) => kind)).toEqual(answer.json.conditions.map(({ kind }) => kind));
    }
  });
});

describe('strings', () => {
  it('are read as Cedar reads them', () => {
    const token = '"a\\"b\\\\c\\n\\x41\\u{1F600}\\0"';
    const answer = cedar.policyToJson(`permit (principal, action, resource) when { context.a == ${token} };`);
    const body = answer.type === 'success' ? answer.json.conditions[0]?.body : undefined;
    expect(body).toMatchObject({ '==': { right: { Value: unescaped(token) } } });
  });

  it('are taken apart at the stars of a pattern', () => {
    expect(patternOf('"a*b\\*c"')).toEqual(['a', undefined, 'b*c']);
  });
});
