import { join } from 'node:path';
import type { CliContext } from '../../src/cli/context.js';
import type { Network } from '../../src/client/taxii/network.js';
import { cliContext } from '../../src/compose.js';
import { readConfig } from '../../src/config.js';
import { type Around, documentOf, freshFolder, type Run, runLine } from '../cli/line-runner.js';
import type { PlayedServer } from './played-server.js';

export interface Pulled {
  readonly url: string;
  readonly collection: string;
  readonly pages: number;
  readonly read: number;
  readonly accepted: number;
  readonly duplicates: number;
  readonly rejected: readonly { readonly page: number; readonly index: number; readonly code: string }[];
  readonly rejected_total: number;
  readonly next_time: { readonly added_after: string | null; readonly next?: string };
  readonly error?: { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> };
}

/** A node that pulls. Each test has a collection of its own. */
export interface PullHome {
  readonly home: string;
  readonly dir: string;
  /** What opens this home. */
  readonly context: CliContext;
  /** A fresh collection to pull into. */
  readonly collection: () => Promise<string>;
  readonly line: (argv: readonly string[], network?: Partial<Network>, around?: Around) => Promise<Run>;
  /** Pulls from the played server's collection, by its URL. */
  readonly pull: (
    from: Pick<PlayedServer, 'collection'> | string,
    into: string,
    flags?: readonly string[],
    network?: Partial<Network>,
  ) => Promise<Pulled & { readonly status: number; readonly out: string; readonly err: string }>;
  /** Ids of what a collection holds, sorted; one that is there in two versions stands twice. */
  readonly held: (alias: string) => Promise<readonly string[]>;
  /** How long the last pull has waited, each time, in ms. */
  readonly waits: number[];
  readonly drop: () => void;
}

/** Nothing waits in a test: what would have been waited for is written down. */
export const foundPullHome = async (): Promise<PullHome> => {
  const { dir, drop } = freshFolder();
  const home = join(dir, 'home');
  const waits: number[] = [];
  const line: PullHome['line'] = (argv, network = {}, around = {}) =>
    runLine(argv, home, { ...around, network: { sleep: async (ms) => void waits.push(ms), random: () => 0, ...network } });
  await line(['init', '--name', 'Northern Cell']);
  let collections = 0;
  const context = cliContext(readConfig({ PARLEY_HOME: home, PARLEY_LOG: 'silent' }));
  return {
    home,
    dir,
    context,
    line,
    waits,
    drop,
    collection: async () => {
      const alias = `into-${collections++}`;
      await line(['collection', 'add', alias, '--title', alias, '--track', 'cyber']);
      return alias;
    },
    pull: async (from, into, flags = [], network = {}) => {
      waits.length = 0;
      const url = typeof from === 'string' ? from : from.collection;
      const ran = await line(['pull', url, '--into', into, '--allow-private', '--json', ...flags], network);
      return { ...ran, ...documentOf<Pulled>(ran) };
    },
    held: async (alias) => {
      const { house, close } = await context.openHouse(home);
      try {
        return await house.store.read(async ({ collections, objects }) => {
          const num = (await collections.all()).find((one) => one.alias === alias)?.num ?? -1;
          const nums = await objects.touching({ collections: [num] }, 0, 10_000);
          const ids = new Map((await objects.byNums(nums)).map((one) => [one.num, one.id]));
          return (await objects.versionsOf(nums)).map(({ object }) => ids.get(object) ?? '').toSorted();
        });
      } finally {
        await close();
      }
    },
  };
};
