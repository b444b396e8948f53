import { type RestoreReport, restore } from '../../exchange/archive/restore.js';
import { gunzipped } from '../gzip.js';
import { type OptionalRuling, saying } from '../options.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import type { Shell } from '../shell.js';
import { type Source, sourcesOf } from '../sources.js';
import { UsageError } from '../usage-error.js';

interface Options extends OptionalRuling {
  readonly acceptLoss?: true;
}

export const restoreFile = plan<Options, [file: string]>({
  name: 'restore',
  summary: 'fill the empty database of this home from an archive of `backup`; nothing is overwritten, no ledger is forked',
  shape: (command) =>
    command
      .argument('<file>', 'archive')
      .option('--accept-loss', 'if the archive is behind what this home has seen: begin the ledgers anew, under a new origin')
      .option('--by <operator>', 'with --accept-loss: administrator who decides')
      .option('--reason <text>', 'with --accept-loss: why; goes on record', saying),
  examples: [
    'parley restore parley-2026-05-03.gz',
    'parley restore parley-2026-05-03.gz --accept-loss --by admin --reason "disk of 4 May is lost"',
  ],
  answer: '{rows, host_size, recovered?: {statement, origin, lost}}',
  run: async (shell, { acceptLoss = false, ...ruling }, file) => {
    if (file === '-') throw new UsageError('an archive is read twice: give a file, not standard input');
    if (!acceptLoss && (ruling.by ?? ruling.reason) !== undefined)
      throw new UsageError('`--by` and `--reason` belong to `--accept-loss`');
    const [source] = await sourcesOf([file], shell.context.stdin);
    if (source === undefined) throw new UsageError('no file is given');
    const report = await restoreOne(shell, source, { acceptLoss, ...ruling });
    const { rows, host_size, recovered } = report;
    return shell.answer({ rows, host_size, ...(recovered === undefined ? {} : { recovered }) }, () => ({
      text: inWords(report),
      next: 'serve',
    }));
  },
});

const restoreOne = async (
  shell: Shell,
  source: Source,
  given: { readonly acceptLoss: boolean } & OptionalRuling,
): Promise<RestoreReport> => {
  const { house, node, close } = await shell.context.openEmptyHouse(shell.home);
  // Read twice.
  const bytes_total = source.bytes === undefined ? undefined : 2 * source.bytes;
  const progress = progressOf(shell, { file: source.file, bytes: bytes_total }, 'rows');
  let bytes = 0;
  let read = 0;
  const count = (more: number) => {
    bytes += more;
    progress.update({ bytes, read });
  };
  const onRows = (rows: number) => {
    read = rows;
  };
  try {
    // First: what was pulled after the archive was made has to be asked for again, whenever this is stopped.
    await shell.context.openPulls(shell.home).forget();
    return await restore(house, { open: () => gunzipped(counted(source, count)), onRows, node, home: shell.home, ...given });
  } finally {
    progress.stop();
    await close();
  }
};

async function* counted(source: Source, count: (more: number) => void): AsyncGenerator<Uint8Array> {
  for await (const chunk of source.open()) {
    count(chunk.length);
    yield chunk;
  }
}

const inWords = ({ rows, host_size, recovered }: RestoreReport): string =>
  [
    `${rows} rows restored, host ledger of ${host_size} leaves`,
    ...(recovered === undefined
      ? []
      : [
          `${recovered.lost} leaves of the host ledger are lost; the ledgers begin anew: ${recovered.origin}`,
          recovered.statement,
        ]),
  ].join('\n');
