import { constants, createReadStream } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { ParleyError } from '../core/errors.js';
import { UsageError } from './usage-error.js';

/** One input of `import` or `validate`. */
export interface Source {
  /** As the operator wrote it; `-` is standard input. */
  readonly file: string;
  /** Undefined: not known before the end, as of a pipe. */
  readonly bytes: number | undefined;
  readonly open: () => AsyncIterable<Uint8Array>;
}

/** Looks at every file before one is read, so that a wrong name costs nothing. Errors: `file-unreadable`. */
export const sourcesOf = async (files: readonly string[], stdin: NodeJS.ReadableStream): Promise<readonly Source[]> => {
  if (files.filter((file) => file === '-').length > 1)
    throw new UsageError('`-` is given twice: standard input can be read once');
  const sources: Source[] = [];
  for (const file of files) sources.push(file === '-' ? piped(stdin) : await onDisk(file));
  return sources;
};

const piped = (stdin: NodeJS.ReadableStream): Source => ({
  file: '-',
  bytes: undefined,
  open: () => readingOf('-', () => stdin as AsyncIterable<Uint8Array | string>),
});

const onDisk = async (file: string): Promise<Source> => {
  try {
    await access(file, constants.R_OK);
    const found = await stat(file);
    if (found.isDirectory()) throw new Error('it is a directory');
    return { file, bytes: found.isFile() ? found.size : undefined, open: () => readingOf(file, () => createReadStream(file)) };
  } catch (cause) {
    throw unreadable(file, cause);
  }
};

/** Opens nothing before it is read: an error of a stream that nobody listens to would end the process. */
async function* readingOf(file: string, open: () => AsyncIterable<Uint8Array | string>): AsyncGenerator<Uint8Array> {
  try {
    for await (const chunk of open()) yield typeof chunk === 'string' ? Buffer.from(chunk) : chunk;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

const unreadable = (file: string, cause: unknown): ParleyError =>
  new ParleyError('file-unreadable', { file, reason: reasonOf(cause) }, { cause });

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'you may not read it',
  EISDIR: 'it is a directory',
};

const reasonOf = (cause: unknown): string => {
  if (!(cause instanceof Error)) return String(cause);
  const code = 'code' in cause && typeof cause.code === 'string' ? cause.code : '';
  return REASONS[code] ?? cause.message;
};
