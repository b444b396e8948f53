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
  /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*--[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[1-8][0-9a-fA-F]{3}-[89abAB][0-9a-fA-F]{3}-[0-9a-fA-F]{12}$/;

/** `--` and a UUID. */
const TAIL_LENGTH = 38;

export const parseIdentifier = (text: string): Identifier | undefined => {
  if (!isIdentifier(text)) return undefined;
  const end = text.length - TAIL_LENGTH;
  return { type: text.slice(0, end), uuid: text.slice(end + 2) };
};

/** The type that an identifier begins with; undefined for what is none. */
export const typeOfIdentifier = (value: unknown): string | undefined =>
  typeof value === 'string' ? parseIdentifier(value)?.type : undefined;

export const isIdentifier = (text: unknown): text is string =>
  typeof text === 'string' && text.length <= IDENTIFIER_LENGTH_MAX && IDENTIFIER.test(text);
