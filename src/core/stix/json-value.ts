export type JsonRecord = Readonly<Record<string, unknown>>;

/** A JSON object: neither a list nor null. */
export const isRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value);

/** A JSON pointer (RFC 6901) one step below another. */
export const below = (pointer: string, step: string | number): string =>
  `${pointer}/${typeof step === 'number' ? step : step.replaceAll('~', '~0').replaceAll('/', '~1')}`;

const SHOWN_LENGTH_MAX = 80;

/**
 * A value of the input as messages show it: in backticks, cut, and without control or bidirectional characters, so that input
 * cannot write on the operator's terminal.
 */
export const quote = (value: unknown): string => {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
  return `\`${visible(text)}\``;
};

/** As `quote`, without the backticks. */
export const visible = (text: string): string => {
  const shown = text.length > SHOWN_LENGTH_MAX ? `${text.slice(0, SHOWN_LENGTH_MAX)}…` : text;
  return shown.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}`]/gu, '?');
};

/** What a JSON value is, in words. */
export const kindOfValue = (value: unknown): string => {
  if (value === null) return 'null';
  if (isList(value)) return 'a list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'boolean' || typeof value === 'number') return `a ${typeof value}`;
  return 'an object';
};
