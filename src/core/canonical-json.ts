import canonicalize from 'canonicalize';

/** JSON Canonicalization Scheme (RFC 8785): equal values have equal text. */
export const canonicalJson = (value: unknown): string => {
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('not a JSON value');
  return text;
};
