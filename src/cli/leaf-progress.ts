import { type Progress, progressOf } from './progress.js';
import type { Shell } from './shell.js';

export interface LeafProgress {
  readonly update: (leaves: number, size: number) => void;
  readonly stop: () => void;
}

/** A bar while the leaves of one ledger are read; it comes with the first of them, as their number is not known before. */
export const leafProgress = (shell: Shell, ledger: string): LeafProgress => {
  let bar: Progress | undefined;
  return {
    update: (leaves, size) => {
      bar ??= progressOf(shell, { file: ledger, bytes: size }, 'leaves');
      bar.update({ bytes: leaves, read: leaves });
    },
    stop: () => bar?.stop(),
  };
};
