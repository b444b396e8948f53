import { backup } from '../../exchange/archive/backup.js';
import { DONE } from '../exit-status.js';
import { gzipInto } from '../gzip.js';
import { plan } from '../plan.js';
import { progressOf } from '../progress.js';
import type { Shell } from '../shell.js';
import { UsageError } from '../usage-error.js';
import { write } from '../write.js';

export const backUp = plan<unknown, [file: string]>({
  name: 'backup',
  summary: 'write the whole database into an archive, consistent while serving; keys are not in it: copy the home beside it',
  shape: (command) => command.argument('<file>', 'new file, or - for standard output'),
  examples: ['parley backup parley-2026-05-03.gz', 'parley backup -'],
  answer: '{file, rows, bytes, host_size}',
  run: async (shell, _options, file) => {
    if (file === '-') return toStandardOutput(shell);
    const { taken: bytes, rows, host_size } = await take(shell, file, (chunks) => shell.context.writeNewFile(file, chunks));
    return shell.answer({ file, rows, bytes, host_size }, () => ({ text: `${file}: ${inWords({ rows, bytes, host_size })}` }));
  },
});

/** The archive is the answer, so what there is to say goes to standard error. */
const toStandardOutput = async (shell: Shell): Promise<typeof DONE> => {
  if (shell.json) throw new UsageError('with `-` the archive itself is on standard output: leave `--json` out');
  if (shell.context.terminal.stdout) throw new UsageError('standard output is a terminal: give a file, or send it on');
  const {
    taken: bytes,
    rows,
    host_size,
  } = await take(shell, '-', async (chunks) => {
    let bytes = 0;
    for await (const chunk of chunks) {
      await write(shell.context.stdout, chunk);
      bytes += chunk.length;
    }
    return bytes;
  });
  await shell.note(inWords({ rows, bytes, host_size }));
  return DONE;
};

const take = async (shell: Shell, file: string, into: (chunks: AsyncIterable<Uint8Array>) => Promise<number>) => {
  const progress = progressOf(shell, { file, bytes: undefined }, 'rows');
  let bytes = 0;
  async function* counted(archive: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    for await (const chunk of archive) {
      bytes += chunk.length;
      yield chunk;
    }
  }
  try {
    return await shell.house((house) =>
      backup(house, {
        take: (archive) => gzipInto(counted(archive), into),
        onRows: (read) => progress.update({ bytes, read }),
      }),
    );
  } finally {
    progress.stop();
  }
};

const inWords = ({ rows, bytes, host_size }: { rows: number; bytes: number; host_size: number }): string =>
  `${rows} rows in ${bytes} bytes, host ledger of ${host_size} leaves`;
