const RFC3339_UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z$/;

const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/**
 * The version of an object that has neither `modified` nor `created` (observables). TAXII 2.1 wants a version for every
 * object; the instant of arrival would tell a partner when the host got it, so all such objects share this constant.
 */
export const NO_VERSION_INSTANT = '1970-01-01T00:00:00';

/**
 * The sortable instant of a STIX timestamp, or undefined if it is none: the text without `Z`, without trailing zeros of the
 * fraction and without a bare dot. Two instants compare as plain text exactly as they do in time, to any number of digits.
 *
 * STIX 2.16: "a valid RFC 3339-formatted timestamp using the format yyyy-mm-ddThh:mm:ss[.s+]Z". The date must exist. Second
 * 60 is taken where RFC 3339 5.7 allows a leap second (23:59:60 on the last day of June or December); which years really
 * had one is not checked, as that list grows.
 */
export const parseTimestamp = (text: string): string | undefined => {
  if (!RFC3339_UTC.test(text)) return undefined;
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  if (month < 1 || month > 12 || day < 1 || day > daysIn(year, month) || hour > 23 || minute > 59) return undefined;
  if (second > 59 && !(second === 60 && isLeapSecondMinute(month, day, hour, minute))) return undefined;
  return text.slice(0, endOfInstant(text));
};

const ZERO = 0x30;

const twoDigits = (text: string, at: number): number => (text.charCodeAt(at) - ZERO) * 10 + text.charCodeAt(at + 1) - ZERO;

/**
 * Where the instant ends in a text that is a timestamp: before the zeros that end its fraction, before a fraction of zeros. Not a
 * regular expression: `0+$` takes quadratic time on long runs of zeros.
 */
const endOfInstant = (text: string): number => {
  let end = text.length - 1;
  if (end === SECONDS_END) return end;
  while (text.charCodeAt(end - 1) === ZERO) end--;
  return end === SECONDS_END + 1 ? SECONDS_END : end;
};

/** Length of a timestamp to the second, without `Z`. */
const SECONDS_END = 19;

/** RFC 3339 text of a sortable instant, with at least `digits_min` digits of fraction (TAXII wants six). */
export const formatInstant = (instant: string, digits_min: number): string => {
  const [seconds = '', fraction = ''] = instant.split('.');
  const digits = fraction.padEnd(digits_min, '0');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
};

/** Digits of fraction that a timestamp is written with. */
export const fractionDigitsOf = (timestamp: string): number => {
  const dot = timestamp.indexOf('.');
  return dot < 0 ? 0 : timestamp.length - dot - 2;
};

const daysIn = (year: number, month: number): number => {
  const leap = month === 2 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return (DAYS_IN_MONTH[month - 1] ?? 0) + (leap ? 1 : 0);
};

const isLeapSecondMinute = (month: number, day: number, hour: number, minute: number): boolean =>
  hour === 23 && minute === 59 && ((month === 6 && day === 30) || (month === 12 && day === 31));
