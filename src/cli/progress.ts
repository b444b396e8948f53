import { Presets, SingleBar } from 'cli-progress';
import { visible } from '../core/stix/json/json-value.js';
import type { Shell } from './shell.js';
import type { Source } from './sources.js';

export interface Progress {
  readonly update: (so: { readonly bytes: number; readonly read: number }) => void;
  readonly stop: () => void;
}

const SILENT: Progress = { update: () => undefined, stop: () => undefined };

const KNOWN = '{file}  {bar} {percentage}%  {read} {unit}';
const UNKNOWN = '{file}  {value} bytes  {read} {unit}';

/** A bar on standard error while an input is read, by bytes where their number is known; nothing without a terminal. */
export const progressOf = (
  { context }: Shell,
  { file, bytes }: Pick<Source, 'file' | 'bytes'>,
  unit: 'objects' | 'rows' | 'leaves' = 'objects',
): Progress => {
  if (!context.terminal.stderr) return SILENT;
  const format = bytes === undefined ? UNKNOWN : KNOWN;
  // The bar leaves cursor, wrapping and signals alone: whoever presses Ctrl-C ends the import and finds the terminal as it was.
  const manners = { hideCursor: false, linewrap: true, gracefulExit: false, clearOnComplete: true };
  const bar = new SingleBar({ ...manners, format, stream: context.stderr }, Presets.shades_classic);
  bar.start(bytes ?? 0, 0, { file: file === '-' ? 'standard input' : visible(file), read: 0, unit });
  return { update: (so) => bar.update(so.bytes, { read: so.read }), stop: () => bar.stop() };
};
