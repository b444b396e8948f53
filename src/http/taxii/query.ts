import { ParleyError } from '../../core/errors.js';

/** Values by name, as often as they occur. */
export type Query = ReadonlyMap<string, readonly string[]>;

/** The query string of a request target, decoded. Brackets and commas may be percent-encoded or plain. */
export const parseQuery = (target: string): Query => {
  const mark = target.indexOf('?');
  const query = new Map<string, string[]>();
  if (mark === -1) return query;
  for (const pair of target.slice(mark + 1).split('&')) {
    if (pair === '') continue;
    const equals = pair.indexOf('=');
    const name = decode(equals === -1 ? pair : pair.slice(0, equals));
    const value = decode(equals === -1 ? '' : pair.slice(equals + 1));
    query.set(name, [...(query.get(name) ?? []), value]);
  }
  return query;
};

/** As forms do: `+` is a space. Broken percent-encoding and invalid UTF-8 are malformed (TAXII 3.4: 400). */
const decode = (text: string): string => {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch (cause) {
    throw new ParleyError(
      'filter-malformed',
      { field: 'query', value: quote(text), reason: 'not percent-encoded UTF-8' },
      { cause },
    );
  }
};

const QUOTE_LENGTH_MAX = 80;

/** A value short enough to be repeated to its sender. */
export const quote = (value: string): string =>
  value.length > QUOTE_LENGTH_MAX ? `${value.slice(0, QUOTE_LENGTH_MAX)}…` : value;
