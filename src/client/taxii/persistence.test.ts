import { describe, expect, it } from 'vitest';
import { ParleyError } from '../../core/errors.js';
import { ATTEMPTS_MAX, Passing, persistently, waitBefore } from './persistence.js';
import { RETRY_AFTER_MS_MAX } from './retry-after.js';

const away = new ParleyError('pull-unreachable', { url: 'https://lantern.example/', reason: 'ECONNRESET' });

const trying = async (failures: number, failure: () => Error, asked: number[] = []) => {
  let attempts = 0;
  const outcome = await persistently({ sleep: async (ms) => void asked.push(ms), random: () => 0.5 }, async () => {
    if (attempts++ < failures) throw failure();
    return 'there';
  }).catch((error: unknown) => error);
  return { attempts, outcome, asked };
};

describe('what passes', () => {
  it('is tried again, later each time', async () => {
    expect(await trying(3, () => new Passing(away))).toEqual({ attempts: 4, outcome: 'there', asked: [375, 750, 1500] });
  });
  it('is given up after the last attempt, with its own error', async () => {
    expect(await trying(99, () => new Passing(away))).toMatchObject({ attempts: ATTEMPTS_MAX, outcome: away });
  });
  it('waits as long as the server asks for', async () => {
    expect((await trying(1, () => new Passing(away, 7_000))).asked).toEqual([7_000]);
  });
});

it('what does not pass is not tried again', async () => {
  expect(await trying(1, () => away)).toEqual({ attempts: 1, outcome: away, asked: [] });
});

describe('a wait', () => {
  it('is half fixed and half chance, and doubles up to a bound', () => {
    expect(
      [1, 2, 3, 4].map((attempt) => [waitBefore(attempt, undefined, () => 0), waitBefore(attempt, undefined, () => 0.999_999)]),
    ).toEqual([
      [250, 500],
      [500, 1000],
      [1000, 2000],
      [2000, 4000],
    ]);
    expect(waitBefore(60, undefined, () => 0.999_999)).toBe(30_000);
  });
  it('is never shorter than asked for, nor longer than anybody may ask for', () => {
    expect(waitBefore(3, 10, () => 0)).toBe(1000);
    expect(waitBefore(1, 1e12, () => 0)).toBe(RETRY_AFTER_MS_MAX);
  });
});
