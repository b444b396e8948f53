import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatInstant, fractionDigitsOf, NO_VERSION_INSTANT, parseTimestamp } from './timestamp.js';

interface Case {
  readonly comment: string;
  readonly text: string;
  readonly instant: string | null;
}

const cases = JSON.parse(
  readFileSync(new URL('../../../../vectors/stix/timestamps.json', import.meta.url), 'utf8'),
) as readonly Case[];

describe('a timestamp', () => {
  it.each(cases)('$comment', ({ text, instant }) => {
    expect(parseTimestamp(text)).toBe(instant ?? undefined);
  });

  it('is read in linear time, however many zeros it has', () => {
    const zeros = '0'.repeat(1_000_000);
    expect(parseTimestamp(`2026-01-01T00:00:00.${zeros}1Z`)).toBe(`2026-01-01T00:00:00.${zeros}1`);
    expect(parseTimestamp(`2026-01-01T00:00:00.1${zeros}Z`)).toBe('2026-01-01T00:00:00.1');
  });

  it('takes exactly the dates that exist', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 13 }),
        fc.integer({ min: 0, max: 32 }),
        (year, month, day) => {
          const date = new Date(0);
          date.setUTCFullYear(year, month - 1, day);
          const exists = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
          const two = (number: number) => String(number).padStart(2, '0');
          const text = `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T00:00:00Z`;
          expect(parseTimestamp(text) !== undefined).toBe(exists);
        },
      ),
    );
  });
});

const instants = fc
  .tuple(fc.date({ min: new Date(0), max: new Date('9999-12-31'), noInvalidDate: true }), fc.stringMatching(/^\d{0,12}$/))
  .map(([date, digits]) => ({ seconds: Math.floor(date.getTime() / 1000), digits }));

const written = ({ seconds, digits }: { readonly seconds: number; readonly digits: string }) => {
  const whole = new Date(seconds * 1000).toISOString().slice(0, 19);
  return digits === '' ? `${whole}Z` : `${whole}.${digits}Z`;
};

describe('an instant', () => {
  it('compares as text exactly as in time', () => {
    const exact = ({ seconds, digits }: { readonly seconds: number; readonly digits: string }) =>
      BigInt(seconds) * 10n ** 12n + BigInt(digits.padEnd(12, '0'));
    fc.assert(
      fc.property(instants, instants, fc.boolean(), (one, other, sameSecond) => {
        const another = sameSecond ? { ...other, seconds: one.seconds } : other;
        const [left, right] = [parseTimestamp(written(one)) ?? '', parseTimestamp(written(another)) ?? ''];
        const inTime = exact(one) < exact(another) ? -1 : exact(one) > exact(another) ? 1 : 0;
        expect(left < right ? -1 : left > right ? 1 : 0).toBe(inTime);
      }),
    );
  });

  it('is written with at least the digits asked for, and reads as the same instant', () => {
    expect(formatInstant('2026-01-01T00:00:00', 6)).toBe('2026-01-01T00:00:00.000000Z');
    expect(formatInstant('2026-01-01T00:00:00.12345678', 6)).toBe('2026-01-01T00:00:00.12345678Z');
    expect(formatInstant('2026-01-01T00:00:00', 0)).toBe('2026-01-01T00:00:00Z');
    fc.assert(
      fc.property(instants, fc.nat({ max: 15 }), (instant, digits) => {
        const parsed = parseTimestamp(written(instant)) ?? '';
        const text = formatInstant(parsed, digits);
        expect(parseTimestamp(text)).toBe(parsed);
        expect(fractionDigitsOf(text)).toBeGreaterThanOrEqual(digits);
      }),
    );
  });

  it('of objects without a version lies before all others and is a timestamp', () => {
    expect(parseTimestamp(formatInstant(NO_VERSION_INSTANT, 6))).toBe(NO_VERSION_INSTANT);
  });
});
