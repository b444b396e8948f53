export type JsonRecord = Readonly<Record<string, unknown>>;

/** A JSON object: neither a list nor null. */
export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

const ESCAPED = /[~/]/;

/** A JSON pointer (RFC 6901) one step below another. */
export const below = (pointer: string, step: string | number): string =>
  `${pointer}/${typeof step === 'string' && ESCAPED.test(step) ? step.replaceAll('~', '~0').replaceAll('/', '~1') : step}`;

/** Most texts are: nothing in them has to be replaced. */
const PLAIN = /^[ -_a-~]*$/;

const QUOTED_LENGTH_MAX = 80;
const VISIBLE_LENGTH_MAX = 300;

/** A value of the input as messages show it: in backticks, cut, and made `visible`; of lists and objects only what they are. */
export const quote = (value: unknown): string => {
  const text = isList(value) ? '[…]' : isRecord(value) ? '{…}' : String(value);
  return `\`${visible(text, QUOTED_LENGTH_MAX)}\``;
};

/**
 * Text of the input, cut and without control, formatting or bidirectional characters and backticks: so input can neither
 * write on the operator's terminal nor look like something else there.
 */
export const visible = (text: string, length_max = VISIBLE_LENGTH_MAX): string => {
  const shown = text.length > length_max ? `${text.slice(0, length_max)}…` : text;
  return PLAIN.test(shown) ? shown : shown.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu, '?');
};

/** As `quote`, with the quotes of a text: where that it is a text is what is wrong. */
export const quoteJson = (value: unknown): string => quote(typeof value === 'string' ? `"${value}"` : value);

/** What a JSON value is, in words. */
export const kindOfValue = (value: unknown): string => {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean' || typeof value === 'number') return `a ${typeof value}`;
  return 'an object';
};
