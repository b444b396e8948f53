import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isIdentifier, parseIdentifier } from './identifier.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly type: string | null;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/identifiers.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('an identifier', () => {
  it.each(cases)('$comment', ({ text, type }) => {
    expect(parseIdentifier(text)?.type ?? null).toBe(type);
    expect(isIdentifier(text)).toBe(type !== null);
  });

  it('is given back in its two parts', () => {
    fc.assert(
      fc.property(fc.uuid(), (uuid) => {
        expect(parseIdentifier(`threat-actor--${uuid}`)).toEqual({ type: 'threat-actor', uuid });
      }),
    );
  });

  it('is text', () => {
    expect([1, null, undefined, {}, ['tool--00000000-0000-4000-8000-000000000001']].map(isIdentifier)).not.toContain(true);
  });
});
