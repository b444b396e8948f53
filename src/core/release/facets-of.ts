import { isList, isRecord } from '../stix/json/json-value.js';
import type { StixObject } from '../stix/stix-object.js';
import { distinct } from './distinct.js';
import type { Facet, FacetSelector } from './facet.js';

/** Whether the object has this facet: one selector for its type, or for `*`, resolves on it. */
export const hasFacet = (facet: Facet, object: StixObject): boolean =>
  facet.selectors.some((selector) => resolves(selector, object));

/** Names of the facets of a rule book that the object really has; sorted. */
export const facetsOf = (facets: readonly Facet[], object: StixObject): readonly string[] =>
  distinct(facets.filter((facet) => hasFacet(facet, object)).map(({ name }) => name));

const resolves = ({ type, path, where = {} }: FacetSelector, object: StixObject): boolean =>
  (type === '*' || type === object.type) &&
  Object.entries(where).every(([at, wanted]) => valuesAt(object, at).some((value) => matches(value, wanted))) &&
  (path === undefined || valuesAt(object, path).length > 0);

/** Everything a dotted path leads to, `[*]` standing for any item of a list. Null is not a value in STIX. */
const valuesAt = (root: unknown, path: string): readonly unknown[] => {
  const steps = path.replaceAll('[*]', '.[*]').split('.');
  return steps.reduce<readonly unknown[]>((values, step) => values.flatMap((value) => below(value, step)), [root]);
};

const below = (value: unknown, step: string): readonly unknown[] => {
  if (step === '[*]') return isList(value) ? value.filter(isThere) : [];
  return isRecord(value) && Object.hasOwn(value, step) && isThere(value[step]) ? [value[step]] : [];
};

const isThere = (value: unknown): boolean => value !== undefined && value !== null;

/** A list matches by any of its items, so that `roles: "victim"` reads as it is meant. */
const matches = (value: unknown, wanted: string | boolean | readonly string[]): boolean => {
  if (isList(value)) return value.some((item) => matches(item, wanted));
  if (typeof wanted === 'boolean') return value === wanted;
  if (typeof wanted !== 'string') return wanted.some((one) => matches(value, one));
  if (typeof value !== 'string') return false;
  return wanted.endsWith('*') ? value.startsWith(wanted.slice(0, -1)) : value === wanted;
};
