import type { Facet, FacetSelector, NamedView } from '../../core/release/facet.js';
import { isList, isRecord } from '../../core/stix/json/json-value.js';
import type { BookProblem } from '../../exchange/ports/rule-engine.js';
import { errorAt } from './problem.js';

export const VIEWS_FILE = 'views.json';

export interface Views {
  readonly facets: readonly Facet[];
  readonly views: readonly NamedView[];
}

const NAME = /^[a-z0-9-]{1,64}$/;
const PATH = /^[A-Za-z0-9_-]+(\[\*\])?(\.[A-Za-z0-9_-]+(\[\*\])?)*$/;

/** A fault of the file, with a word that stands near it. */
class ViewsFault extends Error {
  constructor(
    message: string,
    readonly near: string | undefined,
  ) {
    super(message);
  }
}

/** Reads `views.json`. Anything that is not understood is a problem, so that a misspelt selector conceals nothing less. */
export const readViews = (text: string): { readonly parsed: Views } | { readonly problem: BookProblem } => {
  try {
    return { parsed: viewsFrom(JSON.parse(text)) };
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const fault = cause instanceof ViewsFault ? message : `not well-formed JSON: ${message.toLowerCase()}`;
    return { problem: errorAt({ file: VIEWS_FILE, line: lineOf(text, cause, message) }, 'views-malformed', fault) };
  }
};

const lineOf = (text: string, cause: unknown, message: string): number => {
  const near = cause instanceof ViewsFault ? cause.near : undefined;
  const at =
    near === undefined ? Number(/position (\d+)/.exec(message)?.[1] ?? 0) : Math.max(0, text.indexOf(JSON.stringify(near)));
  return text.slice(0, at).split('\n').length;
};

const viewsFrom = (json: unknown): Views => {
  const { facets, views } = fieldsOf(json, ['facets', 'views'], 'the file', undefined);
  const parsed = listOf(facets, '`facets`').map(facetFrom);
  const known = new Set(parsed.map(({ name }) => name));
  if (known.size < parsed.length) throw repeated('facet', parsed);
  const named = listOf(views, '`views`').map((view) => viewFrom(view, known));
  if (new Set(named.map(({ name }) => name)).size < named.length) throw repeated('view', named);
  if (new Set(named.map(({ conceals }) => conceals.join())).size < named.length) {
    throw new ViewsFault('two views conceal the same facets: keep one', undefined);
  }
  return { facets: parsed, views: named };
};

const facetFrom = (json: unknown): Facet => {
  const name = nameOf(json, 'facet');
  const { description, selectors } = fieldsOf(json, ['name', 'description', 'selectors'], `facet \`${name}\``, name);
  if (typeof description !== 'string') throw new ViewsFault(`facet \`${name}\` has no description: say what it is`, name);
  return {
    name,
    description,
    selectors: listOf(selectors, `\`selectors\` of facet \`${name}\``, name).map((one) => selectorFrom(one, name)),
  };
};

const selectorFrom = (json: unknown, facet: string): FacetSelector => {
  const { type, path, where } = fieldsOf(json, ['type', 'path', 'where'], `a selector of facet \`${facet}\``, facet);
  if (typeof type !== 'string')
    throw new ViewsFault(`a selector of facet \`${facet}\` has no type: write a STIX type, or *`, facet);
  if (path !== undefined && !isPath(path)) {
    throw new ViewsFault(`a selector of facet \`${facet}\` has a path that cannot be read: write property.property[*]`, facet);
  }
  return {
    type,
    ...(path === undefined ? {} : { path }),
    ...(where === undefined ? {} : { where: whereFrom(where, facet) }),
  };
};

const isPath = (path: unknown): path is string => typeof path === 'string' && PATH.test(path);

const whereFrom = (json: unknown, facet: string): NonNullable<FacetSelector['where']> => {
  if (!isRecord(json)) throw new ViewsFault(`\`where\` of facet \`${facet}\` is not an object of property and value`, facet);
  return Object.fromEntries(
    Object.entries(json).map(([property, wanted]) => {
      const strings = isList(wanted) ? wanted.filter((one) => typeof one === 'string') : [];
      const fits =
        typeof wanted === 'string' || typeof wanted === 'boolean' || (isList(wanted) && strings.length === wanted.length);
      if (!isPath(property) || !fits) {
        throw new ViewsFault(
          `\`where\` of facet \`${facet}\` cannot be read at \`${property}\`: write text, a list of texts, true or false`,
          facet,
        );
      }
      return [property, typeof wanted === 'string' || typeof wanted === 'boolean' ? wanted : strings];
    }),
  );
};

const viewFrom = (json: unknown, known: ReadonlySet<string>): NamedView => {
  const name = nameOf(json, 'view');
  if (name === 'whole') throw new ViewsFault('`whole` is the view that conceals nothing: choose another name', name);
  const { conceals } = fieldsOf(json, ['name', 'conceals'], `view \`${name}\``, name);
  const facets = listOf(conceals, `\`conceals\` of view \`${name}\``, name).map((facet) => {
    if (typeof facet === 'string' && known.has(facet)) return facet;
    throw new ViewsFault(`view \`${name}\` conceals \`${String(facet)}\`, which is not a facet here: define it`, name);
  });
  if (facets.length === 0) throw new ViewsFault(`view \`${name}\` conceals nothing, which is \`whole\`: drop it`, name);
  return { name, conceals: [...new Set(facets)].sort() };
};

const nameOf = (json: unknown, kind: string): string => {
  const name = isRecord(json) ? json.name : undefined;
  if (typeof name === 'string' && NAME.test(name)) return name;
  throw new ViewsFault(`a ${kind} has no name of 1 to 64 of a-z, 0-9 and -`, typeof name === 'string' ? name : undefined);
};

const fieldsOf = <K extends string>(
  json: unknown,
  keys: readonly K[],
  where: string,
  near: string | undefined,
): Partial<Record<K, unknown>> => {
  if (!isRecord(json)) throw new ViewsFault(`${where} is not an object with ${keys.join(', ')}`, near);
  const odd = Object.keys(json).find((key) => !(keys as readonly string[]).includes(key));
  if (odd !== undefined) throw new ViewsFault(`${where} has \`${odd}\`, which means nothing here: use ${keys.join(', ')}`, odd);
  return json as Partial<Record<K, unknown>>;
};

const listOf = (json: unknown, where: string, near?: string): readonly unknown[] => {
  if (isList(json)) return json;
  throw new ViewsFault(`${where} is not a list`, near);
};

const repeated = (kind: string, items: readonly { readonly name: string }[]): ViewsFault => {
  const names = items.map(({ name }) => name);
  const name = names.find((one, at) => names.indexOf(one) !== at) ?? '';
  return new ViewsFault(`two ${kind}s are named \`${name}\`: rename one`, name);
};
