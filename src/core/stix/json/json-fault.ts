import { LIMITS } from '../../limits.js';
import { below, quote, visible } from './json-value.js';
import { hasLoneSurrogate } from './lone-surrogate.js';

/** Why a text is refused as JSON: `json-malformed` breaks the grammar, `json-hostile` is grammatical but not safe to read. */
export interface JsonFault {
  readonly code: 'json-malformed' | 'json-hostile';
  readonly reason: string;
}

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
/** As many decimal digits as it takes to tell any two doubles apart. */
const DOUBLE_DIGITS_MAX = 17;
/** The most that `toPrecision` takes. */
const PRECISION_MAX = 100;

/**
 * The first fault of a JSON text, or undefined. Reads by the grammar of RFC 8259, one pass, and knows what `JSON.parse` lets
 * through: duplicate keys, `__proto__`, lone surrogates, numbers that a double cannot hold, depth and size beyond the limits.
 */
export const firstFault = (text: string): JsonFault | undefined => {
  const reader = new FaultReader(text);
  return reader.document();
};

/** Recursion is bounded by the depth limit, which is checked before each step down. */
class FaultReader {
  #at = 0;
  #nodes = 0;

  constructor(readonly text: string) {}

  document(): JsonFault | undefined {
    const fault = this.#value('', 0);
    if (fault) return fault;
    this.#skipSpace();
    return this.#at < this.text.length ? this.#expected('the end', '') : undefined;
  }

  #value(pointer: string, depth: number): JsonFault | undefined {
    this.#skipSpace();
    const first = this.text[this.#at];
    if (first === '{' || first === '[') {
      if (depth >= LIMITS.object_depth_max) return hostile(`nested deeper than ${LIMITS.object_depth_max} levels`, pointer);
      this.#at++;
      return first === '{' ? this.#object(pointer, depth + 1) : this.#list(pointer, depth + 1);
    }
    if (first === '"') {
      const read = this.#string(pointer);
      return typeof read === 'string' ? undefined : read;
    }
    if (first !== undefined && (first === '-' || (first >= '0' && first <= '9'))) return this.#number(pointer);
    for (const literal of ['true', 'false', 'null']) {
      if (this.text.startsWith(literal, this.#at)) {
        this.#at += literal.length;
        return undefined;
      }
    }
    return this.#expected('a value', pointer);
  }

  #object(pointer: string, depth: number): JsonFault | undefined {
    const keys = new Set<string>();
    if (this.#took('}')) return undefined;
    do {
      this.#skipSpace();
      if (this.text[this.#at] !== '"') return this.#expected('a property name', pointer);
      const key = this.#string(pointer);
      if (typeof key !== 'string') return key;
      const inner = below(pointer, key);
      if (key === '__proto__')
        return hostile('the key `__proto__` is refused: it can change how a program reads the object', inner);
      if (keys.has(key)) return hostile('the key occurs twice: readers would not agree on its value', inner);
      keys.add(key);
      if (!this.#took(':')) return this.#expected('`:`', inner);
      const fault = this.#counted(inner) ?? this.#value(inner, depth);
      if (fault) return fault;
    } while (this.#took(','));
    return this.#took('}') ? undefined : this.#expected('`,` or `}`', pointer);
  }

  #list(pointer: string, depth: number): JsonFault | undefined {
    if (this.#took(']')) return undefined;
    let index = 0;
    do {
      const inner = below(pointer, index++);
      const fault = this.#counted(inner) ?? this.#value(inner, depth);
      if (fault) return fault;
    } while (this.#took(','));
    return this.#took(']') ? undefined : this.#expected('`,` or `]`', pointer);
  }

  #counted(pointer: string): JsonFault | undefined {
    this.#nodes++;
    return this.#nodes > LIMITS.object_nodes_max
      ? hostile(`more than ${LIMITS.object_nodes_max} keys and list items`, pointer)
      : undefined;
  }

  /** The decoded string at the opening quote. */
  #string(pointer: string): string | JsonFault {
    const from = this.#at;
    const end = this.#endOfString(from + 1);
    if (this.text[end] !== '"') {
      this.#at = end;
      return this.#expected(end < this.text.length ? 'a lawful character or escape in text' : 'the closing quote', pointer);
    }
    this.#at = end + 1;
    const decoded = JSON.parse(this.text.slice(from, this.#at)) as string;
    return hasLoneSurrogate(decoded) ? hostile('text holds half of a surrogate pair: it is not Unicode', pointer) : decoded;
  }

  #endOfString(from: number): number {
    let at = from;
    for (;;) {
      const code = this.text.charCodeAt(at);
      if (code === 0x22 || !(code >= 0x20)) return at;
      if (code !== 0x5c) {
        at++;
        continue;
      }
      const sequence = this.text.slice(at, at + 6);
      if (/^\\["\\/bfnrt]/.test(sequence)) at += 2;
      else if (/^\\u[0-9a-fA-F]{4}/.test(sequence)) at += 6;
      else return at;
    }
  }

  #number(pointer: string): JsonFault | undefined {
    NUMBER.lastIndex = this.#at;
    const literal = NUMBER.exec(this.text)?.[0];
    if (literal === undefined) return this.#expected('a digit', pointer);
    this.#at += literal.length;
    const reason = numberFault(literal);
    return reason === undefined ? undefined : hostile(reason, pointer);
  }

  #took(wanted: string): boolean {
    this.#skipSpace();
    if (this.text[this.#at] !== wanted) return false;
    this.#at++;
    return true;
  }

  #skipSpace(): void {
    for (;;) {
      const code = this.text.charCodeAt(this.#at);
      if (code !== 0x20 && code !== 0x0a && code !== 0x0d && code !== 0x09) return;
      this.#at++;
    }
  }

  #expected(what: string, pointer: string): JsonFault {
    const found = this.text.codePointAt(this.#at);
    const seen = found === undefined ? 'it ends' : `there is \`${visible(String.fromCodePoint(found))}\``;
    const place = pointer === '' ? '' : ` (in \`${visible(pointer)}\`)`;
    return { code: 'json-malformed', reason: `at character ${this.#at} ${what} is expected and ${seen}${place}` };
  }
}

const hostile = (reason: string, pointer: string): JsonFault => ({
  code: 'json-hostile',
  reason: pointer === '' ? reason : `\`${visible(pointer)}\`: ${reason}`,
});

/**
 * Why a number cannot be kept as written, or undefined. STIX 2.11: an integer lies within +-(2^53-1). STIX 2.5: a float is a
 * double; up to 17 digits are the common notation of one, more are taken when the double gives just these digits again.
 */
const numberFault = (literal: string): string | undefined => {
  const value = Number(literal);
  const shown = quote(literal);
  if (!/[.eE]/.test(literal)) {
    return Number.isSafeInteger(value)
      ? undefined
      : `the integer ${shown} lies beyond 2^53-1: readers would not agree on its value`;
  }
  if (!Number.isFinite(value)) return `the number ${shown} is too large for a double`;
  const digits = significantDigits(literal);
  if (digits === '') return undefined;
  if (value === 0) return `the number ${shown} is too small for a double`;
  if (digits.length <= DOUBLE_DIGITS_MAX && Math.abs(value) <= Number.MAX_SAFE_INTEGER) return undefined;
  return isHeldByDouble(digits, value)
    ? undefined
    : `the number ${shown} cannot be held by a double as it is written: readers would not agree on its value`;
};

/** True if the double, written with as many digits, gives just these. */
const isHeldByDouble = (digits: string, value: number): boolean =>
  digits.length <= PRECISION_MAX && significantDigits(value.toPrecision(digits.length)) === digits;

/** The digits of the mantissa without leading and trailing zeros; empty for zero. */
const significantDigits = (literal: string): string => {
  const mantissa = (literal.split(/[eE]/)[0] ?? '').replace(/[-.]/g, '');
  let from = 0;
  let to = mantissa.length;
  while (from < to && mantissa[from] === '0') from++;
  while (to > from && mantissa[to - 1] === '0') to--;
  return mantissa.slice(from, to);
};
