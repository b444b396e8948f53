import serializer from 'canonicalize';

/** The package is CommonJS that exports the function itself, while its types speak of a default export. */
const serialize = serializer as unknown as (value: unknown) => string | undefined;

/** JSON Canonicalization Scheme (RFC 8785): equal values have equal text. */
export const canonicalJson = (value: unknown): string => {
  const text = serialize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
};
