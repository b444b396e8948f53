import { quote } from '../json/json-value.js';
import type { RuleId } from '../model/rules.js';
import { PATTERN_DEPTH_MAX, type PatternFault } from './pattern-fault.js';
import { type Token, tokenAt } from './tokens.js';

/** Carries the one fault out of the descent; `parsePattern` catches it, so it reaches nobody. */
export class Refusal extends Error {
  constructor(readonly fault: PatternFault) {
    super(fault.message);
  }
}

const KEYWORDS: ReadonlySet<string> = new Set(
  'AND OR NOT FOLLOWEDBY IN LIKE MATCHES ISSUBSET ISSUPERSET EXISTS START STOP WITHIN SECONDS REPEATS TIMES'.split(' '),
);

/** The tokens of a pattern, one looked at ahead, and what all parts of the grammar need of them. */
export class TokenCursor {
  #token: Token;
  #depth = 0;

  constructor(readonly text: string) {
    this.#token = tokenAt(text, 0);
  }

  /** The token that comes next. */
  get next(): Token {
    return this.#token;
  }

  take(): Token {
    const token = this.#token;
    if (token.kind === 'open') {
      throw new Refusal({
        rule: 'S170',
        at: token.at,
        message: `${quote(token.text)} does not end: close it with an apostrophe`,
      });
    }
    this.#token = tokenAt(this.text, token.end);
    return token;
  }

  /** Whether a keyword or a symbol comes next. Keywords are upper case, as STIX 9 prints them. */
  isAt(text: string): boolean {
    return (this.#token.kind === 'word' || this.#token.kind === 'symbol') && this.#token.text === text;
  }

  get isAtKeyword(): boolean {
    return this.#token.kind === 'word' && KEYWORDS.has(this.#token.text);
  }

  /** Takes a keyword or a symbol if it comes next. */
  took(text: string): boolean {
    if (!this.isAt(text)) return false;
    this.take();
    return true;
  }

  expect(text: string, rule: RuleId): Token {
    return this.isAt(text) ? this.take() : this.refuse(rule, quote(text));
  }

  /** Errors: always, at the next token: what was found there and what the grammar wants there. */
  refuse(rule: RuleId, expected: string): never {
    const { kind, text, at } = this.#token;
    if (kind === 'open') this.take();
    if (kind === 'end') throw new Refusal({ rule, at, message: `the pattern ends here, expected ${expected}` });
    const found = quote(this.text.slice(at, this.#token.end));
    const isLower = kind === 'word' && !KEYWORDS.has(text) && text.length < 16 && KEYWORDS.has(text.toUpperCase());
    const hint = isLower ? '; keywords are written in upper case' : '';
    throw new Refusal({ rule, at, message: `found ${found}, expected ${expected}${hint}` });
  }

  /** What stands between parentheses that begin here, itself included in the span. */
  inParentheses<Node extends object>(rule: RuleId, read: () => Node): Node {
    const { at } = this.expect('(', rule);
    if (this.#depth >= PATTERN_DEPTH_MAX) {
      const message = `parentheses stand more than ${PATTERN_DEPTH_MAX} deep: take away those that are not needed`;
      throw new Refusal({ rule: 'P003', at, message });
    }
    this.#depth++;
    const node = read();
    this.#depth--;
    const { end } = this.expect(')', rule);
    return { ...node, at, end };
  }

  /** Operands joined by one keyword: one or more. */
  chain<Node>(keyword: string, read: () => Node): readonly [Node, ...Node[]] {
    const operands: [Node, ...Node[]] = [read()];
    while (this.took(keyword)) operands.push(read());
    return operands;
  }
}
