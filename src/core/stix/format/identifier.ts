export interface Identifier {
  readonly type: string;
  readonly uuid: string;
}

/** Longest id that can be valid: a type of 250 characters (STIX 3.1), `--`, a UUID. */
const IDENTIFIER_LENGTH_MAX = 250 + 2 + 36;

/**
 * STIX 2.9: "object-type--UUID", the UUID as in RFC 4122. The variant bits count; versions 1 to 8 are taken (RFC 9562 added
 * 6 to 8). Upper-case digits are lawful on input (RFC 4122 3: "case insensitive on input") and occur; ids are compared as
 * they are written, since an object is served byte for byte.
 */
const IDENTIFIER =
  /^([a-z][a-z0-9]*(?:-[a-z0-9]+)*)--([0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12})$/;

export const parseIdentifier = (text: string): Identifier | undefined => {
  if (text.length > IDENTIFIER_LENGTH_MAX) return undefined;
  const match = IDENTIFIER.exec(text);
  const type = match?.[1];
  const uuid = match?.[2];
  return type === undefined || uuid === undefined ? undefined : { type, uuid };
};

export const isIdentifier = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= IDENTIFIER_LENGTH_MAX && IDENTIFIER.test(text);
