import { parseArgs } from 'node:util';
import { startPostgresServer } from '../postgres-server.js';
import type { DatabaseKind } from './database.js';
import { crash } from './run.js';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '500' },
    database: { type: 'string', default: 'both' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    'seconds-max': { type: 'string', default: '3600' },
  },
});

const kinds: readonly DatabaseKind[] = (['sqlite', 'postgres'] as const).filter((kind) =>
  ['both', kind].includes(values.database),
);
const seed = Number(values.seed);

const server = await startPostgresServer();
const tell = (line: string): void => console.log(line);
tell(`seed ${seed}`);
const outcomes = await Promise.all(
  kinds.map(async (database) => {
    const options = {
      kills: Number(values.kills),
      seed,
      seconds_max: Number(values['seconds-max']),
      server_url: server.url,
      tell,
    };
    try {
      const { kills, acknowledged, detail } = await crash({ ...options, database });
      return [`${database}: ${kills} kills, ${acknowledged} acknowledged, 0 lost`, `${database}: ${detail}`];
    } catch (error) {
      process.exitCode = 1;
      return [`${database}: not kept, repeat with --database ${database} --seed ${seed}: ${String(error)}`];
    }
  }),
);
for (const line of outcomes.flat()) tell(line);
await server.remove();
// Clients that were left waiting for a server would hold the process.
process.exit();
