import { distinct } from './distinct.js';
import type { NamedView } from './facet.js';

/** The name of the view that conceals nothing. */
export const WHOLE = 'whole';

/**
 * The view under which exactly these facets are concealed: `whole`, the named view of the book, or a name made from the facets,
 * those first that the book's views name first, as `victim+source-masked`.
 */
export const viewOf = (conceals: readonly string[], views: readonly NamedView[]): NamedView => {
  const facets = distinct(conceals);
  if (facets.length === 0) return { name: WHOLE, conceals: [] };
  const named = views.find((view) => sameList(distinct(view.conceals), facets));
  if (named) return { name: named.name, conceals: facets };
  const rank = new Map([...new Set(views.flatMap((view) => view.conceals))].map((facet, at) => [facet, at]));
  const ordered = [...facets].sort((a, b) => (rank.get(a) ?? rank.size) - (rank.get(b) ?? rank.size));
  return { name: `${ordered.join('+')}-masked`, conceals: facets };
};

const sameList = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((item, at) => item === b[at]);
