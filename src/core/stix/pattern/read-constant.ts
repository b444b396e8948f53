import { hexToBytes } from '@noble/hashes/utils.js';
import { decodeBase64 } from '../../ledger/base64.js';
import { parseTimestamp } from '../format/timestamp.js';
import { quote } from '../json/json-value.js';
import type { RuleId } from '../model/rules.js';
import type {
  BytesConstant,
  Constant,
  ConstantSet,
  FloatConstant,
  IntegerConstant,
  NumberConstant,
  StringConstant,
  TimestampConstant,
} from './pattern.js';
import { Refusal, type TokenCursor } from './token-cursor.js';
import type { Token } from './tokens.js';

const HEX = /^[0-9a-fA-F]*$/;
/** The form of STIX 2.16 with fields in range; whether the date exists is not a matter of grammar. */
const TIMESTAMP_FORM = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/;
const BACKSLASH = '\\';

/** The constant that comes next (STIX 9.2). Errors (thrown): `Refusal` S170, at the constant or inside it. */
export const readConstant = (cursor: TokenCursor): Constant => {
  const { kind, text } = cursor.next;
  switch (kind) {
    case 'string':
      return readString(cursor, 'S170');
    case 'number':
      return readNumber(cursor, 'S170', 'a number');
    case 'timestamp':
      return readTimestamp(cursor, 'S170');
    case 'binary':
    case 'hex':
      return bytesOf(kind, cursor.take());
    case 'word':
      if (text !== 'true' && text !== 'false') break;
      return { kind: 'boolean', value: text === 'true', ...spanOf(cursor.take()) };
    default:
  }
  const hint = text === '+' ? ': positive numbers are written without plus sign' : '';
  return cursor.refuse('S170', `a constant${hint || ', as `12`, `1.5`, `true` or text in apostrophes'}`);
};

/** `(a, b, c)`, of any number of constants. */
export const readSet = (cursor: TokenCursor): ConstantSet => {
  const { at } = cursor.expect('(', 'S178');
  const items: Constant[] = [];
  if (!cursor.isAt(')')) {
    do items.push(readConstant(cursor));
    while (cursor.took(','));
  }
  if (!cursor.isAt(')')) cursor.refuse('S178', '`,` or `)`');
  return { kind: 'set', items, at, end: cursor.take().end };
};

export const readString = (cursor: TokenCursor, rule: RuleId): StringConstant => {
  if (cursor.next.kind !== 'string') return cursor.refuse(rule, 'text in apostrophes');
  const token = cursor.take();
  return { kind: 'string', value: unescaped(token), ...spanOf(token) };
};

export const readNumber = (cursor: TokenCursor, rule: RuleId, expected: string): NumberConstant =>
  cursor.next.text.includes('.') ? readFloat(cursor, rule, expected) : readInteger(cursor, rule, expected);

const readFloat = (cursor: TokenCursor, rule: RuleId, expected: string): FloatConstant => {
  if (cursor.next.kind !== 'number') return cursor.refuse(rule, expected);
  const token = cursor.take();
  return { kind: 'float', text: token.text, value: Number(token.text), ...spanOf(token) };
};

export const readInteger = (cursor: TokenCursor, rule: RuleId, expected: string): IntegerConstant => {
  const { kind, text, at } = cursor.next;
  if (kind !== 'number' || text.includes('.')) return cursor.refuse(rule, expected);
  if (/^-?0\d/.test(text)) throw refusal(at, `${quote(text)} begins with a zero: write the number without it`);
  return { kind: 'integer', text, value: Number(text), ...spanOf(cursor.take()) };
};

export const readTimestamp = (cursor: TokenCursor, rule: RuleId): TimestampConstant => {
  if (cursor.next.kind !== 'timestamp') return cursor.refuse(rule, "a timestamp, as `t'2026-01-31T00:00:00Z'`");
  const token = cursor.take();
  if (!TIMESTAMP_FORM.test(token.text)) {
    throw refusal(token.at, `${quote(token.text)} is not a timestamp: write RFC 3339 in UTC with T and Z`);
  }
  return { kind: 'timestamp', text: token.text, instant: parseTimestamp(token.text), ...spanOf(token) };
};

const spanOf = ({ at, end }: Token) => ({ at, end });

const refusal = (at: number, message: string): Refusal => new Refusal({ rule: 'S170', at, message });

const bytesOf = (kind: 'binary' | 'hex', token: Token): BytesConstant => {
  const bytes = kind === 'binary' ? bytesOfBase64(token.text) : bytesOfHex(token.text);
  if (bytes) return { kind, text: token.text, bytes, ...spanOf(token) };
  const wanted = kind === 'binary' ? 'base64: write it with padding' : 'hexadecimal: write an even number of 0-9 and a-f';
  throw refusal(token.at, `${quote(token.text)} is not ${wanted}`);
};

/** STIX 9.2, S170: line feeds inside base64 are ignored. */
const bytesOfBase64 = (text: string): Uint8Array | undefined => decodeBase64(text.replaceAll('\n', ''));

const bytesOfHex = (text: string): Uint8Array | undefined =>
  text.length % 2 === 0 && HEX.test(text) ? hexToBytes(text) : undefined;

/** STIX 9.2: after a backslash "only the apostrophe or the backslash may follow". */
export const unescaped = ({ text, at }: Token): string => {
  if (!text.includes(BACKSLASH)) return text;
  for (let place = text.indexOf(BACKSLASH); place >= 0; place = text.indexOf(BACKSLASH, place + 2)) {
    const next = text[place + 1];
    if (next !== "'" && next !== BACKSLASH) {
      throw refusal(at + 1 + place, `only an apostrophe or a backslash may follow a backslash: write ${quote('\\\\')} for one`);
    }
  }
  return text.replace(/\\(.)/g, '$1');
};
