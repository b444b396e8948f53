import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NamedView } from './facet.js';
import { viewOf } from './view.js';

const root = new URL('../../../', import.meta.url);
const { cases } = JSON.parse(readFileSync(new URL('vectors/release/views.json', root), 'utf8')) as {
  cases: { comment: string; conceals: string[]; view: string }[];
};
const { views } = JSON.parse(readFileSync(new URL('rulebook/views.json', root), 'utf8')) as { views: NamedView[] };

describe('viewOf', () => {
  it.each(cases.map((each) => [each.comment, each] as const))('%s', (_comment, { conceals, view }) => {
    expect(viewOf(conceals, views)).toEqual({ name: view, conceals: [...new Set(conceals)].sort() });
  });

  it('gives different sets of facets different names', () => {
    const facets = views.flatMap(({ conceals }) => conceals);
    const names = new Map<string, string>();
    fc.assert(
      fc.property(fc.subarray(facets), (conceals) => {
        const { name } = viewOf(conceals, views);
        const set = [...conceals].sort().join();
        expect(names.get(name) ?? set).toBe(set);
        names.set(name, set);
      }),
    );
  });
});
