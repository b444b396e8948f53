import { parseTimestamp } from '../../core/stix/format/timestamp.js';

const RFC3339 = /^(\d{4}-\d{2}-\d{2})[Tt ](\d{2}:\d{2}:\d{2})(?:\.(\d+))?([Zz]|[+-]\d{2}:?\d{2})$/;
const NO_OFFSET = /^([Zz]|[+-]00:?00)$/;

/**
 * A date that another server says, as TAXII writes timestamps: UTC, exactly six digits of fraction (T006, T007), so that two
 * compare as text. More digits are cut, never rounded up: who asks for what was added after it reads too much rather than too
 * little. Undefined if it is no date: real servers have sent `undefined`.
 */
export const dateAdded = (text: string | undefined): string | undefined => {
  const [, day, time, fraction = '', zone = ''] = RFC3339.exec(text?.trim() ?? '') ?? [];
  // The date must exist before it is shifted: engines take 30 February for a day of March.
  if (day === undefined || parseTimestamp(`${day}T${time}Z`) === undefined) return undefined;
  const seconds = NO_OFFSET.test(zone) ? `${day}T${time}` : shifted(`${day}T${time}`, zone);
  return seconds === undefined ? undefined : `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z`;
};

/** In UTC; undefined if there is no such time. */
const shifted = (seconds: string, zone: string): string | undefined => {
  const at = Date.parse(`${seconds}${zone.slice(0, 3)}:${zone.slice(-2)}`);
  return Number.isNaN(at) ? undefined : new Date(at).toISOString().slice(0, 19);
};

/** The later of two such dates. */
export const laterOf = (a: string | null, b: string | null): string | null => (a === null || (b !== null && b > a) ? b : a);
