import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ParleyError } from '../../core/errors.js';
import { type Filters, parseFilters } from './filters.js';

type Endpoint = Parameters<typeof parseFilters>[1];

interface Case {
  readonly comment: string;
  readonly endpoint: Endpoint;
  readonly query: string;
  readonly filters?: Filters;
  /** The parameter that the error names. */
  readonly malformed?: string;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../vectors/taxii/filters.json', import.meta.url), 'utf8'),
) as readonly Case[];

const refusalOf = (query: string, endpoint: Endpoint): unknown => {
  try {
    return parseFilters(query, endpoint);
  } catch (error) {
    return error;
  }
};

describe('the filters of a request', () => {
  it.each(cases)('$comment', ({ endpoint, query, filters, malformed }) => {
    const target = `/taxii2/main/collections/c/objects/${query}`;
    if (malformed === undefined) expect(parseFilters(target, endpoint)).toEqual(filters);
    else expect(refusalOf(target, endpoint)).toMatchObject({ code: 'filter-malformed', details: { field: malformed } });
  });

  it('are read or refused, whatever the query is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (query) => {
        const outcome = refusalOf(`/?${query}`, 'objects');
        if (outcome instanceof Error) expect(outcome).toBeInstanceOf(ParleyError);
      }),
    );
  });

  it('quote a malformed value shortly', () => {
    const refused = refusalOf(`/?limit=${'9'.repeat(10_000)}`, 'objects');
    expect(refused).toMatchObject({ code: 'filter-malformed' });
    expect((refused as Error).message.length).toBeLessThan(200);
  });
});
