import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { ParleyError } from '../core/errors.js';

/** Few and large pieces: each costs a turn of the event loop. */
const CHUNK_BYTES = 256 * 1024;

/** Hands the compressed bytes to `take`, which sets the pace. */
export const gzipInto = <T>(
  source: AsyncIterable<Uint8Array>,
  take: (chunks: AsyncIterable<Uint8Array>) => Promise<T>,
): Promise<T> => pipeline(source, createGzip({ chunkSize: CHUNK_BYTES }), (chunks: AsyncIterable<Uint8Array>) => take(chunks));

/** Errors: `archive-damaged`, for what is no gzip, or not all of it. */
export async function* gunzipped(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: CHUNK_BYTES });
  // Its failure is met below, where the pieces are read.
  pipeline(source, gunzip).catch(() => undefined);
  try {
    for await (const chunk of gunzip) yield chunk;
  } catch (cause) {
    throw isOfZlib(cause) ? new ParleyError('archive-damaged', { reason: 'it is no gzip, or not all of it' }, { cause }) : cause;
  }
}

const isOfZlib = (cause: unknown): boolean =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string' && cause.code.startsWith('Z_');
