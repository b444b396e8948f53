import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isAcceptable } from './accept.js';

interface Case {
  readonly comment: string;
  readonly accept: string | null;
  readonly acceptable: boolean;
}

const cases = JSON.parse(readFileSync(new URL('../../../vectors/taxii/accept.json', import.meta.url), 'utf8')) as readonly Case[];

describe('an Accept header', () => {
  it.each(cases)('$comment', ({ accept, acceptable }) => {
    expect(isAcceptable(accept ?? undefined)).toBe(acceptable);
  });

  it('is read in linear time', () => {
    const long = `${';'.repeat(20_000)}${','.repeat(20_000)}${'"'.repeat(20_001)}`;
    const begun = performance.now();
    isAcceptable(long);
    expect(performance.now() - begun).toBeLessThan(1_000);
  });
});
