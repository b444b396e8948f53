import { LIMITS } from '../../limits.js';
import { firstFault, type JsonFault } from './json-fault.js';
import { hasLoneSurrogate } from './lone-surrogate.js';

export type StrictJson = { readonly value: unknown } | { readonly problem: JsonFault };

/** Turns bytes into text and throws on invalid UTF-8, as a fatal TextDecoder that keeps a byte order mark does. */
export type Decode = (bytes: Uint8Array) => string;

const ESCAPED_SURROGATE = /\\u[dD][89a-fA-F]/;
/** Every number this short, without an exponent, is held exactly enough by a double. */
const PLAIN_NUMBER_LENGTH_MAX = 15;

/**
 * The value of a JSON text, equal to what `JSON.parse` gives, or why the text is refused: not well-formed, duplicate keys,
 * `__proto__`, lone surrogates, numbers that a double cannot hold, deeper or larger than the limits. Linear time.
 *
 * The fast path is `JSON.parse` between two counts: a text without anything suspicious that has as many `:` outside strings
 * as its value has keys repeats no key. Whatever is suspicious goes to `firstFault`, which decides and says where.
 */
export const parseStrictJson = (text: string): StrictJson => {
  const members = countMembers(text);
  if (members !== undefined && !holdsOddText(text)) {
    const value = parsed(text);
    if (value !== undefined && countKeys(value) === members) return { value };
  }
  const problem = firstFault(text);
  return problem ? { problem } : { value: JSON.parse(text) as unknown };
};

/** As `parseStrictJson`, on bytes; the text is handed back, since it is what is kept. */
export const parseStrictBytes = (
  bytes: Uint8Array,
  decode: Decode,
): { readonly text: string; readonly value: unknown } | { readonly problem: JsonFault } => {
  let text: string;
  try {
    text = decode(bytes);
  } catch {
    return { problem: { code: 'json-hostile', reason: 'not valid UTF-8' } };
  }
  const read = parseStrictJson(text);
  return 'problem' in read ? read : { text, value: read.value };
};

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

const holdsOddText = (text: string): boolean => ESCAPED_SURROGATE.test(text) || hasLoneSurrogate(text);

/**
 * The number of `:` outside strings; undefined if the text nests too deep, may hold too many nodes, or has a string that does
 * not end or a number that needs a closer look. Grammar is not its business.
 */
const countMembers = (text: string): number | undefined => {
  let members = 0;
  let depth = 0;
  let separators = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 0x22) {
      at = closingQuote(text, at + 1);
      if (at < 0) return undefined;
    } else if (code === 0x3a) {
      members++;
    } else if (code === 0x2c) {
      separators++;
    } else if (code === 0x7b || code === 0x5b) {
      separators++;
      if (++depth > LIMITS.object_depth_max) return undefined;
    } else if (code === 0x7d || code === 0x5d) {
      depth--;
    } else if (code === 0x2d || (code >= 0x30 && code <= 0x39)) {
      const end = endOfPlainNumber(text, at + 1);
      if (end - at > PLAIN_NUMBER_LENGTH_MAX || isExponent(text.charCodeAt(end))) return undefined;
      at = end - 1;
    }
  }
  return separators > LIMITS.object_nodes_max ? undefined : members;
};

/** Place of the quote that closes a string, or -1: the next one that an even number of backslashes precedes. */
const closingQuote = (text: string, from: number): number => {
  let at = text.indexOf('"', from);
  while (at >= 0 && text.charCodeAt(at - 1) === 0x5c) {
    let back = at - 1;
    while (back >= from && text.charCodeAt(back) === 0x5c) back--;
    if ((at - 1 - back) % 2 === 0) return at;
    at = text.indexOf('"', at + 1);
  }
  return at;
};

const endOfPlainNumber = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!((code >= 0x30 && code <= 0x39) || code === 0x2e)) return at;
    at++;
  }
};

const isExponent = (code: number): boolean => code === 0x65 || code === 0x45;

/** Keys at all levels; NaN, which equals no count, if one of them is `__proto__`. Depth was bounded before. */
const countKeys = (value: unknown): number => {
  if (typeof value !== 'object' || value === null) return 0;
  let count = 0;
  if (Array.isArray(value)) {
    for (const item of value) if (typeof item === 'object') count += countKeys(item);
    return count;
  }
  const record = value as Readonly<Record<string, unknown>>;
  for (const key in record) {
    if (key === '__proto__') return Number.NaN;
    const inner = record[key];
    count += typeof inner === 'object' ? countKeys(inner) + 1 : 1;
  }
  return count;
};
