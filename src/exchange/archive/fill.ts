import type { ArchiveRow } from '../ports/archive.js';
import type { Sealer } from '../ports/store.js';
import { damaged, parseLine, type TableLine } from './format.js';
import { readLines } from './read-lines.js';

/** Rows of one insert, and bytes of their lines. */
const ROWS_AT_ONCE = 5_000;
const BYTES_AT_ONCE = 8 * 1024 * 1024;

export interface Filled {
  readonly rows: number;
  /** Of all lines but the last, in hex. */
  readonly sha256: string;
}

/** Stores all rows of an archive, table by table as the schema has them. Errors: `archive-damaged`. */
export const fill = async (
  sealer: Sealer,
  archive: AsyncIterable<Uint8Array>,
  onRows: (rows: number) => void = () => undefined,
): Promise<Filled> => {
  const tables = [...sealer.archive.schema.tables];
  let table: string | undefined;
  let rows: ArchiveRow[] = [];
  let bytes = 0;
  let stored = 0;
  const flush = async (): Promise<void> => {
    if (rows.length === 0) return;
    if (table === undefined) throw damaged('a row stands before the first table');
    await sealer.archive.fill(table, rows);
    stored += rows.length;
    onRows(stored);
    rows = [];
    bytes = 0;
  };
  const begin = async ({ table: name, columns }: TableLine): Promise<void> => {
    await flush();
    const expected = tables.shift();
    if (name !== expected?.name || columns.join() !== expected.columns.join())
      throw damaged(`table ${name} is not expected there`);
    table = name;
  };
  const takeLine = async (line: Buffer): Promise<void> => {
    const parsed = parseLine(line);
    if ('table' in parsed) return begin(parsed);
    rows.push(parsed);
    bytes += line.length;
    if (rows.length >= ROWS_AT_ONCE || bytes >= BYTES_AT_ONCE) await flush();
  };
  let isHeader = true;
  const { sha256 } = await readLines(archive, async (lines) => {
    for (const line of lines) {
      if (!isHeader) await takeLine(line);
      isHeader = false;
    }
  });
  await flush();
  return { rows: stored, sha256 };
};
