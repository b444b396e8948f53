import { createHash } from 'node:crypto';
import { ParleyError } from '../../core/errors.js';
import { requireWithin } from '../../core/limits.js';
import { PARLEY_VERSION } from '../../core/version.js';
import type { House } from '../house.js';
import { originBase } from '../ledger/open-ledger.js';
import { signedNote, signerInForce } from '../ledger/sign.js';
import type { Signer } from '../ports/keys.js';
import type { Reader } from '../ports/store.js';
import {
  ARCHIVE_FORMAT,
  ARCHIVE_VERSION,
  type ArchiveFooter,
  type ArchiveHeader,
  formatRow,
  formatTable,
  sealText,
} from './format.js';

export interface BackupReport<T> {
  /** What the taker returned. */
  readonly taken: T;
  readonly rows: number;
  /** Leaves of the host ledger. */
  readonly host_size: number;
}

/**
 * The whole database as an archive, out of one snapshot: whoever serves or writes meanwhile neither waits nor shows in it. The
 * taker is handed the bytes and sets the pace. No key of the home is in them.
 *
 * Errors: `keys-stale`, `limit-reached`, and those of the taker.
 */
export const backup = <T>(
  house: House,
  {
    take,
    onRows = () => undefined,
  }: { readonly take: (archive: AsyncIterable<Uint8Array>) => Promise<T>; readonly onRows?: (rows: number) => void },
): Promise<BackupReport<T>> =>
  house.store.read(async (reader) => {
    const node = await reader.registry.node();
    const host = await reader.ledgers.find('host', null);
    if (node === undefined || host === undefined) throw new ParleyError('fault');
    const signer = await signerInForce(house, host);
    const header: ArchiveHeader = {
      format: ARCHIVE_FORMAT,
      version: ARCHIVE_VERSION,
      parley: PARLEY_VERSION,
      migration: reader.archive.schema.migration,
      node,
      taken_at: new Date(house.clock()).toISOString(),
      host_checkpoint: host.checkpoint,
    };
    let rows = 0;
    const count = (more: number) => {
      rows += more;
      onRows(rows);
    };
    const taken = await take(archiveOf(reader, { header, signer, count }));
    return { taken, rows, host_size: host.size };
  });

async function* archiveOf(
  reader: Reader,
  { header, signer, count }: { header: ArchiveHeader; signer: Signer; count: (more: number) => void },
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const hashed = (lines: readonly string[]): Uint8Array => {
    const bytes = bytesOf(lines);
    hash.update(bytes);
    return bytes;
  };
  yield hashed([JSON.stringify(header)]);
  const counts: Record<string, number> = {};
  for (const table of reader.archive.schema.tables) {
    yield hashed([formatTable(table)]);
    counts[table.name] = 0;
    for await (const rows of reader.archive.rows(table.name)) {
      yield hashed(rows.map(formatRow));
      counts[table.name] = (counts[table.name] ?? 0) + rows.length;
      count(rows.length);
    }
  }
  const sha256 = hash.digest('hex');
  const signed = signedNote(signer, originBase(header.node.id), sealText(header.node.id, sha256));
  yield bytesOf([JSON.stringify({ rows: counts, sha256, signed } satisfies ArchiveFooter)]);
}

const bytesOf = (lines: readonly string[]): Uint8Array => {
  for (const line of lines) requireWithin('archive_line_bytes_max', Buffer.byteLength(line));
  return Buffer.from(lines.map((line) => `${line}\n`).join(''));
};
