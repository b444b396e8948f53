import { ParleyError } from '../../core/errors.js';
import { fractionDigitsOf, parseTimestamp } from '../../core/stix/format/timestamp.js';
import { quote } from './query.js';

const FRACTION_DIGITS_MAX = 9;

/**
 * `added_after` in microseconds since 1970. TAXII writes six digits of fraction; taxii2client sends none, others three, so 0
 * to 9 are taken; offsets, a missing Z and impossible dates are malformed. Finer than a microsecond is cut off, which changes
 * nothing: an entry's date is whole in microseconds, and "strictly later" of it stays so. Instants beyond what an integer of
 * 2^53 holds (285 years from 1970) are held at that bound.
 */
export const parseAddedAfter = (text: string): number => {
  const instant = parseTimestamp(text);
  if (instant === undefined || fractionDigitsOf(text) > FRACTION_DIGITS_MAX) {
    throw new ParleyError('filter-malformed', {
      field: 'added_after',
      value: quote(text),
      reason: 'not an RFC 3339 time in UTC with 0 to 9 fraction digits, as 2026-05-03T00:00:00.000000Z',
    });
  }
  const [seconds = '', fraction = ''] = instant.split('.');
  const micros = secondsSince1970(seconds) * 1_000_000 + Number(fraction.padEnd(6, '0').slice(0, 6));
  return Math.max(Number.MIN_SAFE_INTEGER, Math.min(Number.MAX_SAFE_INTEGER, micros));
};

/** Date knows no leap second: 23:59:60 is the first second of the next day. */
const secondsSince1970 = (seconds: string): number =>
  seconds.endsWith(':60') ? secondsSince1970(`${seconds.slice(0, -2)}59`) + 1 : Date.parse(`${seconds}Z`) / 1000;
