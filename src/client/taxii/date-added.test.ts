import { expect, it } from 'vitest';
import { dateAdded, laterOf } from './date-added.js';

it.each([
  ['2026-05-03T00:00:00.123456Z', '2026-05-03T00:00:00.123456Z'],
  ['2026-05-03T00:00:00Z', '2026-05-03T00:00:00.000000Z'],
  ['2026-05-03T00:00:00.5Z', '2026-05-03T00:00:00.500000Z'],
  ['2026-05-03T00:00:00.123Z', '2026-05-03T00:00:00.123000Z'],
  ['2026-05-03T00:00:00.999999999Z', '2026-05-03T00:00:00.999999Z'],
  ['2026-05-03T00:00:00.123456+00:00', '2026-05-03T00:00:00.123456Z'],
  ['2026-05-03T00:00:00+0000', '2026-05-03T00:00:00.000000Z'],
  ['2026-05-03T02:00:00.25+02:00', '2026-05-03T00:00:00.250000Z'],
  ['2026-05-02T23:30:00-01:30', '2026-05-03T01:00:00.000000Z'],
  ['2026-05-03 00:00:00.123456+00:00', '2026-05-03T00:00:00.123456Z'],
  [' 2026-05-03t00:00:00z ', '2026-05-03T00:00:00.000000Z'],
  ['undefined', undefined],
  ['null', undefined],
  ['', undefined],
  [undefined, undefined],
  ['2026-05-03T00:00:00', undefined],
  ['2026-02-30T00:00:00Z', undefined],
  ['2026-02-30T00:00:00+02:00', undefined],
  ['2026-05-03T00:00:00.Z', undefined],
  ['1777766400', undefined],
])('`%s` is %s', (text, expected) => expect(dateAdded(text)).toBe(expected));

it('the later of two is found as text, and anything is later than none', () => {
  const [a, b] = ['2026-05-03T00:00:00.000000Z', '2026-05-03T00:00:00.000001Z'];
  expect([laterOf(a, b), laterOf(b, a), laterOf(null, a), laterOf(a, null), laterOf(null, null)]).toEqual([b, b, a, a, null]);
});
