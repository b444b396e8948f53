import { expect, it } from 'vitest';
import { hostGeneration } from './generation.js';

it('a host ledger tells its generation by the end of its name, the first one by having none', () => {
  expect(hostGeneration('parley/a/host')).toBe(1);
  expect(hostGeneration('parley/a/host/2')).toBe(2);
  expect(hostGeneration('parley/a/host/12')).toBe(12);
});
