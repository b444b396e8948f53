import { ParleyError } from '../../core/errors.js';
import { bundleLength } from '../../core/ledger/entry-bundle.js';
import { LEAF_LENGTH } from '../../core/ledger/leaf.js';
import { NOTE_LENGTH_MAX } from '../../core/ledger/signed-note.js';
import { type TileAddress, tilePath } from '../../core/ledger/tile.js';
import { HASH_LENGTH } from '../../core/ledger/tree-hash.js';
import { boundedBody } from './bounded-body.js';
import type { TileSource } from './tile-source.js';

export interface HttpLedger {
  /** URL of the node. */
  readonly base: string;
  /** The partner's own ledger, or the one that all partners may read. */
  readonly ledger: 'own' | 'common';
  /** What stands in the header of this name, as `Bearer …`. */
  readonly authorization: string;
}

const ANSWER_S_MAX = 30;

/** A ledger as a node publishes it. Errors, of what it reads too: `ledger-unreachable`. */
export const httpSource = ({ base, ledger, authorization }: HttpLedger): TileSource => {
  const root = `${nodeUrl(base)}/ledger/${ledger}`;
  const checkpoint = `${root}/checkpoint`;
  return {
    checkpoint: async () => textOf(await get(checkpoint, authorization, NOTE_LENGTH_MAX), checkpoint),
    tile: (address) => get(`${root}/${tilePath(address)}`, authorization, tileLength(address)),
  };
};

/** A tile that is larger is wrong: it need not be read to know that. */
const tileLength = (address: TileAddress): number =>
  address.kind === 'hashes' ? address.width * HASH_LENGTH : bundleLength(address.width, LEAF_LENGTH);

/** Messages show URLs, so none may carry a secret. */
const nodeUrl = (base: string): string => {
  const url = URL.canParse(base) ? new URL(base) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw unreachable(base, 'it is not an http or https URL');
  if (url.username !== '' || url.password !== '') throw unreachable(url.host, 'a token goes into the header, not into the URL');
  return `${url.origin}${url.pathname.replace(/\/$/, '')}`;
};

const get = async (url: string, authorization: string, bytes_max: number): Promise<Uint8Array> => {
  const answer = await ask(url, authorization, bytes_max).catch((error: unknown) => {
    throw unreachable(url, reasonOf(error), error);
  });
  if (answer.status !== 200) throw unreachable(url, `it answers with status ${answer.status}`);
  if (answer.body === undefined) throw unreachable(url, `it sends more than ${bytes_max} bytes`);
  return answer.body;
};

/** Redirects are not followed: a token is for the node it was issued by. */
const ask = async (url: string, authorization: string, bytes_max: number) => {
  const signal = AbortSignal.timeout(ANSWER_S_MAX * 1000);
  const response = await fetch(url, { headers: { authorization }, redirect: 'error', signal });
  if (response.status !== 200) await response.body?.cancel();
  const body = response.status === 200 ? await boundedBody(response, bytes_max) : undefined;
  return { status: response.status, body };
};

const textOf = (bytes: Uint8Array, url: string): string => {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw unreachable(url, 'it sends no UTF-8 text');
  }
};

/** Names and codes only: a message of `fetch` may hold a header. */
const reasonOf = (error: unknown): string => {
  if (!(error instanceof Error)) return 'it does not answer';
  if (error.name === 'TimeoutError') return `no whole answer within ${ANSWER_S_MAX} s`;
  const { cause } = error;
  return cause instanceof Error ? String('code' in cause ? cause.code : cause.message) : error.name;
};

const unreachable = (url: string, reason: string, cause?: unknown): ParleyError =>
  new ParleyError('ledger-unreachable', { url, reason }, { cause });
