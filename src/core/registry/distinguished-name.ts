/**
 * Names of certificates as text, in one spelling for each name: RFC 4514 with the parts of one relative name sorted, and only what
 * must be escaped escaped. Everything that could end a value stands behind a backslash, so no value can pass for several.
 */

const TYPE = /\s*([A-Za-z][A-Za-z0-9-]*|\d+(?:\.\d+)+) *= */y;
/** An escaped character, an escaped byte, or a character that needs no escape. */
const TOKEN = /\\([ "#+,;<=>\\])|\\([0-9A-Fa-f]{2})|([^\\"+,;<>\0])/uy;

const HALF_CHARACTER = /\p{Cs}/u;

/** The one spelling of a name that is written as RFC 4514 has it; undefined: it is no such name, or holds a value in hex. */
export const canonicalName = (text: string): string | undefined => {
  if (HALF_CHARACTER.test(text)) return undefined;
  const names: string[][] = [[]];
  for (let at = 0; ; ) {
    const type = matchAt(TYPE, text, at);
    if (type === undefined) return undefined;
    const value = valueAt(text, at + type[0].length);
    if (value === undefined) return undefined;
    names.at(-1)?.push(`${typeOf(type[1] ?? '')}=${escaped(value.text)}`);
    if (value.end === text.length) return names.map((parts) => parts.sort().join('+')).join(',');
    if (text[value.end] === ',') names.push([]);
    at = value.end + 1;
  }
};

/** The common types may be written small. All others not: OpenSSL calls one `UID`, and another `uid`. */
const COMMON = ['CN', 'O', 'OU', 'C', 'ST', 'L', 'STREET', 'DC'];

const typeOf = (name: string): string => (COMMON.includes(name.toUpperCase()) ? name.toUpperCase() : name);

const matchAt = (pattern: RegExp, text: string, at: number): RegExpExecArray | undefined => {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
};

/** Up to the `,` or `+` behind it. Spaces around a value count only when they are escaped. */
const valueAt = (text: string, from: number): { readonly text: string; readonly end: number } | undefined => {
  if (text[from] === '#') return undefined;
  const pieces: string[] = [];
  let [at, kept] = [from, 0];
  for (let token = matchAt(TOKEN, text, at); token !== undefined; token = matchAt(TOKEN, text, at)) {
    const [whole, sign, byte, plain] = token;
    pieces.push(byte === undefined ? encodeURIComponent(sign ?? plain ?? '') : `%${byte}`);
    if (plain !== ' ') kept = pieces.length;
    at += whole.length;
  }
  if (at < text.length && text[at] !== ',' && text[at] !== '+') return undefined;
  const value = decoded(pieces.slice(0, kept).join(''));
  return value === undefined ? undefined : { text: value, end: at };
};

/** Escaped bytes are UTF-8, or it is no name. */
const decoded = (encoded: string): string | undefined => {
  try {
    return decodeURIComponent(encoded);
  } catch {
    return undefined;
  }
};

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not stand in a name as they are
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/g;

const escaped = (value: string): string =>
  value
    .replace(/["+,;<>\\]/g, '\\$&')
    .replace(/^[ #]| $/g, '\\$&')
    .replace(CONTROL, (sign) => encodeURIComponent(sign).replaceAll('%', '\\'));
