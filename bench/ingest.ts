import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { publish } from '../src/exchange/publish.js';
import type { Figure } from './report.js';
import { newDatabase, onNode } from './stores.js';
import { realLoad } from './workload.js';

const PARTNERS = 10;
const ROUNDS = 3;

/** Durable, validated, sealed ingest into the feeds of ten partners, beside a raw COPY of the same rows into PostgreSQL. */
export const benchIngest = async (server: string): Promise<readonly Figure[]> => {
  const load = realLoad();
  const baseline = median(await rounds(() => copySeconds(server, load.texts)));
  const figures: Figure[] = [
    { name: `raw COPY of ${load.texts.length} rows (${load.name})`, value: baseline, unit: 's', ratio: 1, of: 'itself' },
  ];
  for (const database of ['sqlite', 'postgres'] as const) {
    const seconds = median(
      await rounds(() =>
        onNode(database, server, PARTNERS, async (house) => {
          const begin = performance.now();
          const source = Readable.from([load.bytes]);
          const report = await publish(house, { source, collection: 'load', given: { tlp: ['green'] } });
          if (report.accepted !== load.texts.length) throw new Error(`accepted ${report.accepted} of ${load.texts.length}`);
          return (performance.now() - begin) / 1000;
        }),
      ),
    );
    figures.push({
      name: `import, ${PARTNERS} partners, ${database}`,
      value: seconds,
      unit: 's',
      ratio: baseline / seconds,
      of: 'raw COPY (rows/s to rows/s)',
    });
  }
  return figures;
};

/** A raw COPY of these texts into a new table. */
export const copySeconds = async (server: string, texts: readonly string[]): Promise<number> => {
  const client = new pg.Client({ connectionString: await newDatabase(server) });
  await client.connect();
  await client.query('create table raw (num bigint primary key, body text not null)');
  const escaped = texts.map(
    (text, num) => `${num}\t${text.replace(/\\/g, '\\\\').replace(/\t/g, '\\t').replace(/\n/g, '\\n')}\n`,
  );
  const begin = performance.now();
  await pipeline(Readable.from(escaped), client.query(copyFrom('copy raw from stdin')));
  const seconds = (performance.now() - begin) / 1000;
  await client.end();
  return seconds;
};

const rounds = async (measure: () => Promise<number>): Promise<readonly number[]> => {
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round++) measured.push(await measure());
  return measured;
};

export const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
