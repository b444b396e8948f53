/** `text` is the raw slice: of constants what stands between the apostrophes, escapes and all. `open`: a constant that does not end. */
export interface Token {
  readonly kind: 'word' | 'number' | 'string' | 'binary' | 'hex' | 'timestamp' | 'symbol' | 'open' | 'end';
  readonly text: string;
  readonly at: number;
  readonly end: number;
}

const APOSTROPHE = 0x27;
const BACKSLASH = 0x5c;
const HYPHEN = 0x2d;
const DOT = 0x2e;
const PREFIXED = { b: 'binary', h: 'hex', t: 'timestamp' } as const;
const LONG_SYMBOLS: ReadonlySet<string> = new Set(['==', '!=', '<>', '<=', '>=']);

/**
 * The token that begins at or after a place. STIX patterns have no comments, and tokens need no space between them where they
 * cannot be taken for one (`IN(443`). A character that begins no token is a symbol of its own, for the parser to refuse.
 */
export const tokenAt = (text: string, from: number): Token => {
  const at = skipSpace(text, from);
  const code = text.charCodeAt(at);
  if (at >= text.length) return { kind: 'end', text: '', at, end: at };
  if (code === APOSTROPHE) return quoted('string', text, at, at + 1);
  if (isDigit(code) || startsNumber(text, at)) return sliced('number', text, at, endOfNumber(text, at));
  if (isLetter(code)) {
    const first = text[at] ?? '';
    if (Object.hasOwn(PREFIXED, first) && text.charCodeAt(at + 1) === APOSTROPHE) {
      return quoted(PREFIXED[first as keyof typeof PREFIXED], text, at, at + 2);
    }
    return sliced('word', text, at, endOfWord(text, at));
  }
  if (LONG_SYMBOLS.has(text.slice(at, at + 2))) return sliced('symbol', text, at, at + 2);
  return sliced('symbol', text, at, at + ((text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1));
};

const sliced = (kind: Token['kind'], text: string, at: number, end: number): Token => ({
  kind,
  text: text.slice(at, end),
  at,
  end,
});

/** STIX 9.2: in text "the escape character is the backslash", so an apostrophe after one does not end it; other constants have none. */
const quoted = (kind: Token['kind'], text: string, at: number, inner: number): Token => {
  let end = inner;
  for (; end < text.length; end++) {
    const code = text.charCodeAt(end);
    if (code === APOSTROPHE) return { kind, text: text.slice(inner, end), at, end: end + 1 };
    if (code === BACKSLASH && kind === 'string') end++;
  }
  return { kind: 'open', text: text.slice(at), at, end: text.length };
};

const startsNumber = (text: string, at: number): boolean => {
  const unsigned = text.charCodeAt(at) === HYPHEN ? at + 1 : at;
  if (unsigned > at && isDigit(text.charCodeAt(unsigned))) return true;
  return text.charCodeAt(unsigned) === DOT && isDigit(text.charCodeAt(unsigned + 1));
};

/** Scanned by hand, as a regular expression may run out of stack on ten million digits. */
const endOfNumber = (text: string, at: number): number => {
  const whole = endOfDigits(text, text.charCodeAt(at) === HYPHEN ? at + 1 : at);
  const hasFraction = text.charCodeAt(whole) === DOT && isDigit(text.charCodeAt(whole + 1));
  return hasFraction ? endOfDigits(text, whole + 1) : whole;
};

const endOfDigits = (text: string, from: number): number => {
  let at = from;
  while (isDigit(text.charCodeAt(at))) at++;
  return at;
};

const endOfWord = (text: string, from: number): number => {
  let at = from;
  for (;;) {
    const code = text.charCodeAt(at);
    if (!(isLetter(code) || isDigit(code) || code === HYPHEN)) return at;
    at++;
  }
};

const skipSpace = (text: string, from: number): number => {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at++;
  return at;
};

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;

const isLetter = (code: number): boolean => (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a) || code === 0x5f;

/** STIX 9.4: "Unicode code points where WSpace=Y". `\s` of the language has U+FEFF and lacks U+0085. */
const isSpace = (code: number): boolean =>
  code === 0x20 ||
  (code >= 0x09 && code <= 0x0d) ||
  code === 0x85 ||
  code === 0xa0 ||
  code === 0x1680 ||
  (code >= 0x2000 && code <= 0x200a) ||
  code === 0x2028 ||
  code === 0x2029 ||
  code === 0x202f ||
  code === 0x205f ||
  code === 0x3000;
