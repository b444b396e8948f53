import { expect, inject, it } from 'vitest';
import { crash } from './run.js';

/** A short run of `npm run test:crash`; how to repeat one is told by its seed. */
it.each(['sqlite', 'postgres'] as const)(
  'kill -9 loses nothing and forks nothing, on %s',
  { timeout: 120_000 },
  async (database) => {
    const seed = Date.now() % 1_000_000;
    const told: string[] = [`seed ${seed}`];
    const tell = (line: string) => void told.push(line);
    const options = { database, kills: 8, seed, seconds_max: 20, server_url: inject('postgres_url'), tell };
    const { kills, acknowledged } = await crash(options).catch((error: unknown) => {
      throw new Error(`${told.join('\n')}\nrepeat with npm run test:crash -- --database ${database} --seed ${seed}`, {
        cause: error,
      });
    });
    expect(kills).toBeGreaterThan(0);
    expect(acknowledged).toBeGreaterThan(0);
  },
);
