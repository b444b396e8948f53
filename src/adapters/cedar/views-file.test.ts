import { describe, expect, it } from 'vitest';
import { readViews } from './views-file.js';

const facet = (more: object = {}) => ({
  name: 'victim',
  description: 'who',
  selectors: [{ type: '*', path: 'a.b[*]' }],
  ...more,
});
const fault = (json: unknown): string => {
  const outcome = readViews(typeof json === 'string' ? json : JSON.stringify(json, null, 2));
  if ('parsed' in outcome) throw new Error('was read');
  return `${outcome.problem.line} ${outcome.problem.code} ${outcome.problem.message}`;
};

describe('readViews', () => {
  it('reads facets and views, the facets of a view sorted', () => {
    const json = { facets: [facet(), facet({ name: 'source' })], views: [{ name: 'both', conceals: ['victim', 'source'] }] };
    expect(readViews(JSON.stringify(json))).toEqual({
      parsed: { ...json, views: [{ name: 'both', conceals: ['source', 'victim'] }] },
    });
  });

  it('names the line of what is wrong', () => {
    expect(fault({ facets: [facet(), facet()], views: [] })).toMatch(/^4 views-malformed two facets are named `victim`/);
    expect(fault('{"facets": [],\n"views": [}')).toMatch(/^\d views-malformed not well-formed JSON/);
  });

  it.each([
    [
      'a property that means nothing',
      { facets: [facet({ selector: [] })], views: [] },
      'has `selector`, which means nothing here',
    ],
    ['a facet without a description', { facets: [facet({ description: undefined })], views: [] }, 'has no description'],
    ['a name that is none', { facets: [facet({ name: 'Victim!' })], views: [] }, 'a facet has no name'],
    [
      'a path that cannot be read',
      { facets: [facet({ selectors: [{ type: '*', path: 'a..b' }] })], views: [] },
      'a path that cannot be read',
    ],
    [
      'a value that is a number',
      { facets: [facet({ selectors: [{ type: '*', where: { a: 1 } }] })], views: [] },
      'cannot be read at `a`',
    ],
    [
      'a list with a number',
      { facets: [facet({ selectors: [{ type: '*', where: { a: ['x', 1] } }] })], views: [] },
      'cannot be read at `a`',
    ],
    ['a selector without a type', { facets: [facet({ selectors: [{ path: 'a' }] })], views: [] }, 'has no type'],
    [
      'a view of an unknown facet',
      { facets: [facet()], views: [{ name: 'v', conceals: ['motive'] }] },
      'conceals `motive`, which is not a facet here',
    ],
    ['a view that conceals nothing', { facets: [facet()], views: [{ name: 'v', conceals: [] }] }, 'conceals nothing'],
    [
      'a view named whole',
      { facets: [facet()], views: [{ name: 'whole', conceals: ['victim'] }] },
      '`whole` is the view that conceals nothing',
    ],
    [
      'two views of the same facets',
      {
        facets: [facet()],
        views: [
          { name: 'v', conceals: ['victim'] },
          { name: 'w', conceals: ['victim'] },
        ],
      },
      'conceal the same facets',
    ],
    ['no views', { facets: [] }, '`views` is not a list'],
    ['a list', [], 'the file is not an object'],
  ])('refuses %s', (_what, json, message) => {
    expect(fault(json)).toContain(message);
  });
});
