import { type Progress, progressOf } from './progress.js';
import type { Shell } from './shell.js';

/** Shows a bar while the leaves of one ledger are read; it comes with the first of them, as their number is not known before. */
export const withLeafProgress = async <T>(
  shell: Shell,
  ledger: string,
  work: (onProgress: (leaves: number, size: number) => void) => Promise<T>,
): Promise<T> => {
  let bar: Progress | undefined;
  try {
    return await work((leaves, size) => {
      bar ??= progressOf(shell, { file: ledger, bytes: size }, 'leaves');
      bar.update({ bytes: leaves, read: leaves });
    });
  } finally {
    bar?.stop();
  }
};
