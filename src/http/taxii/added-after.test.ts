import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParleyError } from '../../core/errors.js';
import { parseAddedAfter } from './added-after.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly micros: number | null;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../vectors/taxii/added-after.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('added_after', () => {
  it.each(cases)('$comment', ({ text, micros }) => {
    if (micros === null) expect(() => parseAddedAfter(text)).toThrow(ParleyError);
    else expect(parseAddedAfter(text)).toBe(micros);
  });

  it('reads back every date_added that we write, to the microsecond', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 8_000_000_000_000 }), (ms) => {
        expect(parseAddedAfter(new Date(ms).toISOString().replace('Z', '000Z'))).toBe(ms * 1000);
      }),
    );
  });
});
