import { ParleyError } from '../core/errors.js';
import type { Shell } from './shell.js';
import { sourcesOf } from './sources.js';

const TEXT_BYTES_MAX = 1024 * 1024;

/** The whole text of a small file; `-` is standard input. Errors: `file-unreadable`. */
export const readText = async ({ context }: Shell, file: string): Promise<string> => {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for (const source of await sourcesOf([file], context.stdin)) {
    for await (const chunk of source.open()) {
      bytes += chunk.length;
      if (bytes > TEXT_BYTES_MAX)
        throw new ParleyError('file-unreadable', { file, reason: `it has more than ${TEXT_BYTES_MAX} bytes` });
      chunks.push(chunk);
    }
  }
  return Buffer.concat(chunks).toString('utf8');
};
