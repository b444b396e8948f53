import { expect, it } from 'vitest';
import { RETRY_AFTER_MS_MAX, retryAfter } from './retry-after.js';

const NOW = Date.UTC(2026, 4, 3);

it.each([
  ['0', 0],
  ['7', 7_000],
  [' 7 ', 7_000],
  ['86400', RETRY_AFTER_MS_MAX],
  ['9'.repeat(400), RETRY_AFTER_MS_MAX],
  ['Sun, 03 May 2026 00:00:10 GMT', 10_000],
  ['Sunday, 03-May-26 00:00:10 GMT', 10_000],
  ['Sun May  3 00:00:10 2026 GMT', 10_000],
  ['Sat, 02 May 2026 23:59:00 GMT', 0],
  ['Mon, 03 May 2027 00:00:00 GMT', RETRY_AFTER_MS_MAX],
  ['-1', undefined],
  ['1.5', undefined],
  ['soon', undefined],
  ['Sun, 99 May 2026', undefined],
  ['', undefined],
  [undefined, undefined],
] as const)('`%s` is %s ms', (header, expected) => expect(retryAfter(header, NOW)).toBe(expected));
