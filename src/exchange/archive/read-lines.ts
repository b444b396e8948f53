import { createHash } from 'node:crypto';
import { LIMITS } from '../../core/limits.js';
import { damaged } from './format.js';

const LF = 0x0a;

export interface LinesRead {
  readonly last: Buffer;
  /** Of all bytes before the last line, in hex. */
  readonly sha256: string;
}

/**
 * Reads to the end and gives all lines but the last, in their order, as many at a time as a piece of the source completes.
 * Errors: `archive-damaged`.
 */
export const readLines = async (
  source: AsyncIterable<Uint8Array>,
  take: (lines: readonly Buffer[]) => void | Promise<void>,
): Promise<LinesRead> => {
  const hash = createHash('sha256');
  let last: Buffer | undefined;
  for await (const whole of wholeLines(source)) {
    const lines = last === undefined ? whole : [last, ...whole];
    last = lines.pop();
    for (const line of lines) hash.update(line);
    if (lines.length > 0) await take(lines);
  }
  if (last === undefined) throw damaged('it is empty');
  return { last, sha256: hash.digest('hex') };
};

/** Lines with their line feeds, those that each piece completes. */
async function* wholeLines(source: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer[]> {
  let begun: Buffer[] = [];
  let bytes = 0;
  for await (const piece of source) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const lines: Buffer[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LF); end >= 0; end = chunk.indexOf(LF, from)) {
      const rest = chunk.subarray(from, end + 1);
      lines.push(begun.length === 0 ? rest : Buffer.concat([...begun, rest]));
      begun = [];
      bytes = 0;
      from = end + 1;
    }
    if (from < chunk.length) {
      begun.push(chunk.subarray(from));
      bytes += chunk.length - from;
      if (bytes > LIMITS.archive_line_bytes_max) throw damaged(`a line has more than ${LIMITS.archive_line_bytes_max} bytes`);
    }
    yield lines;
  }
  if (begun.length > 0) throw damaged('it ends in the middle of a line');
}
