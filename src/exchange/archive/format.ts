import { ParleyError } from '../../core/errors.js';
import { isRecord } from '../../core/stix/json/json-value.js';
import type { ArchiveRow, ArchiveTable, ArchiveValue } from '../ports/archive.js';
import type { Node } from '../ports/registry.js';

export const ARCHIVE_FORMAT = 'parley-backup';
export const ARCHIVE_VERSION = 1;

/** The first line of an archive. All lines are JSON and end in a line feed; what they say stands in one snapshot. */
export interface ArchiveHeader {
  readonly format: typeof ARCHIVE_FORMAT;
  readonly version: typeof ARCHIVE_VERSION;
  /** Of the program that wrote it. */
  readonly parley: string;
  readonly migration: string;
  readonly node: Node;
  /** RFC 3339. */
  readonly taken_at: string;
  /** Signed note. */
  readonly host_checkpoint: string;
}

/** Stands before the rows of a table, each of which is a list. */
export interface TableLine {
  readonly table: string;
  readonly columns: readonly string[];
}

/** The last line. */
export interface ArchiveFooter {
  /** By table. */
  readonly rows: Readonly<Record<string, number>>;
  /** Of all bytes before this line, in hex. */
  readonly sha256: string;
  /** Signed note over `sealText`: whoever alters an archive cannot make it whole again. */
  readonly signed: string;
}

export const sealText = (node: string, sha256: string): string => `parley backup\n${node}\n${sha256}\n`;

export const damaged = (reason: string): ParleyError => new ParleyError('archive-damaged', { reason });

export const formatRow = (row: ArchiveRow): string =>
  JSON.stringify(row.map((value) => (value instanceof Uint8Array ? { $b: Buffer.from(value).toString('base64') } : value)));

export const formatTable = ({ name, columns }: ArchiveTable): string =>
  JSON.stringify({ table: name, columns } satisfies TableLine);

/** A row, or the line before a table's rows. Errors: `archive-damaged`. */
export const parseLine = (line: Buffer): ArchiveRow | TableLine => {
  const value = parsed(line);
  if (Array.isArray(value)) return value.map(cellOf);
  const { table, columns } = isRecord(value) ? value : {};
  if (typeof table !== 'string' || !Array.isArray(columns)) throw damaged('a line is neither a table nor a row');
  return { table, columns: columns.map(String) };
};

const cellOf = (value: unknown): ArchiveValue => {
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  const bytes = isRecord(value) ? value.$b : undefined;
  if (typeof bytes !== 'string') throw damaged('a row holds what no row can hold');
  return Buffer.from(bytes, 'base64');
};

/** Errors: `archive-damaged`, `archive-newer` for a format that came later. */
export const parseHeader = (line: Buffer): ArchiveHeader => {
  const header = parsed(line) as Partial<ArchiveHeader> | null;
  if (header?.format !== ARCHIVE_FORMAT) throw damaged('it does not begin as an archive of Parley does');
  const { version, parley, migration, node, taken_at, host_checkpoint } = header;
  if (Number(version) > ARCHIVE_VERSION)
    throw new ParleyError('archive-newer', { parley: String(parley), migration: String(migration) });
  const texts = [parley, migration, node?.id, node?.name, taken_at, host_checkpoint];
  if (!texts.every((text) => typeof text === 'string')) throw damaged('its first line is incomplete');
  return header as ArchiveHeader;
};

/** Errors: `archive-damaged`. */
export const parseFooter = (line: Buffer): ArchiveFooter => {
  const footer = parsed(line) as Partial<ArchiveFooter> | null;
  if (!isRecord(footer?.rows) || typeof footer.sha256 !== 'string' || typeof footer.signed !== 'string')
    throw damaged('it ends before its last line');
  return footer as ArchiveFooter;
};

const parsed = (line: Buffer): unknown => {
  try {
    return JSON.parse(line.toString('utf8'));
  } catch {
    throw damaged('a line is not JSON');
  }
};
