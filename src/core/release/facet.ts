/**
 * A part of an object that can be concealed, as `rulebook/views.json` defines it. An object *has* the facet when one of the
 * selectors for its type (or for `*`) resolves on it.
 */
export interface Facet {
  readonly name: string;
  readonly description: string;
  readonly selectors: readonly FacetSelector[];
}

export interface FacetSelector {
  /** STIX type, or `*`. */
  readonly type: string;
  /** Dotted path, `[*]` for any list item; the facet is there when it resolves. Absent: the whole object is the facet. */
  readonly path?: string;
  /** Properties that must have these values (a list: one of them; a value ending in `*`: that prefix). */
  readonly where?: Readonly<Record<string, string | boolean | readonly string[]>>;
}

/** A named set of concealed facets, as `victim-masked`. `whole` conceals none and is not listed. */
export interface NamedView {
  readonly name: string;
  readonly conceals: readonly string[];
}
