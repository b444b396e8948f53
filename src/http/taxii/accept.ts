import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';

/** How closely a media range names the TAXII type; RFC 9110 12.5.1: "the most specific reference has precedence". */
type Closeness = 0 | 1 | 2 | 3;

interface MatchingRange {
  readonly closeness: Closeness;
  readonly weight: number;
}

/**
 * Whether an Accept header lets us answer with TAXII 2.1. One acceptable range among others is enough; spaces, weights, a
 * missing version and a missing header are fine (TAXII 3.1: a type defined for the endpoint never leads to 406). Other types
 * alone are not served.
 */
export const isAcceptable = (header: string | undefined): boolean => {
  if (header === undefined || header.trim() === '') return true;
  const matching = splitOutsideQuotes(header, ',').flatMap(matchOf);
  const closest = Math.max(...matching.map(({ closeness }) => closeness));
  return matching.some(({ closeness, weight }) => closeness === closest && weight > 0);
};

const matchOf = (range: string): readonly MatchingRange[] => {
  const [type = '', ...parameters] = splitOutsideQuotes(range, ';').map((part) => part.trim());
  const values = new Map(parameters.map(parameterOf));
  const version = values.get('version');
  const closeness = closenessOf(type.toLowerCase(), version);
  return closeness === undefined ? [] : [{ closeness, weight: weightOf(values.get('q')) }];
};

const closenessOf = (type: string, version: string | undefined): Closeness | undefined => {
  switch (type) {
    case '*/*':
      return 0;
    case 'application/*':
      return 1;
    case 'application/taxii+json':
      if (version === undefined) return 2;
      return version === '2.1' ? 3 : undefined;
    default:
      return undefined;
  }
};

const parameterOf = (parameter: string): readonly [string, string] => {
  const [name = '', ...rest] = parameter.split('=');
  const value = rest.join('=').trim();
  return [name.trim().toLowerCase(), /^".*"$/.test(value) ? value.slice(1, -1) : value];
};

/** RFC 9110 12.4.2; what is no weight counts as none given. */
const weightOf = (q: string | undefined): number => (q !== undefined && /^(0(\.\d{0,3})?|1(\.0{0,3})?)$/.test(q) ? Number(q) : 1);

const splitOutsideQuotes = (text: string, separator: ',' | ';'): readonly string[] => {
  const parts: string[] = [];
  let quoted = false;
  let start = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '"') quoted = !quoted;
    else if (text[at] === separator && !quoted) {
      parts.push(text.slice(start, at));
      start = at + 1;
    }
  }
  return [...parts, text.slice(start)];
};

/** Hook: 406 for who does not take what we have. */
export const requireAcceptable = async (request: FastifyRequest): Promise<void> => {
  if (!isAcceptable(request.headers.accept)) throw new ParleyError('not-acceptable');
};
