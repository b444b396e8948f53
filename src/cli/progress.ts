import { Presets, SingleBar } from 'cli-progress';
import type { Shell } from './shell.js';
import type { Source } from './sources.js';

export interface Progress {
  readonly update: (so: { readonly bytes: number; readonly read: number }) => void;
  readonly stop: () => void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

const KNOWN = '{file}  {bar} {percentage}%  {read} objects';
const UNKNOWN = '{file}  {value} bytes  {read} objects';

/** A bar on standard error while an input is read, by bytes where their number is known; nothing without a terminal. */
export const progressOf = ({ context }: Shell, { file, bytes }: Source): Progress => {
  if (!context.terminal.stderr) return SILENT;
  const format = bytes === undefined ? UNKNOWN : KNOWN;
  const bar = new SingleBar({ format, stream: context.stderr, clearOnComplete: true, hideCursor: true }, Presets.shades_classic);
  bar.start(bytes ?? 0, 0, { file: file === '-' ? 'standard input' : file, read: 0 });
  return { update: (so) => bar.update(so.bytes, { read: so.read }), stop: () => bar.stop() };
};
