/** What a row may hold. */
export type ArchiveValue = number | string | Uint8Array | null;

/** The values of a row, in the order of its table's columns. */
export type ArchiveRow = readonly ArchiveValue[];

export interface ArchiveTable {
  readonly name: string;
  readonly columns: readonly string[];
}

export interface ArchiveSchema {
  /** Name of its last migration: names of later ones sort behind it. */
  readonly migration: string;
  /** All tables that hold anything, each behind those that it refers to. */
  readonly tables: readonly ArchiveTable[];
}

/** The whole store as rows, the same for both databases. */
export interface ArchiveReader {
  readonly schema: ArchiveSchema;
  /** All rows of a table in the order of its key, some at a time: memory stays flat however large the table and its rows are. */
  rows(table: string): AsyncIterable<readonly ArchiveRow[]>;
  /** Whether no table holds a row. */
  isEmpty(): Promise<boolean>;
}

export interface ArchiveSealer extends ArchiveReader {
  /** Adds rows to a table, as they are. Tables are filled in the order of the schema. */
  fill(table: string, rows: readonly ArchiveRow[]): Promise<void>;
}
