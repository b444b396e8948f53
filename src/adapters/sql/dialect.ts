import type { Dialect, Expression, RawBuilder, SqlBool } from 'kysely';
import type { SqlConnection } from './connection.js';

/** Column types, in PostgreSQL's names: SQLite's columns take their affinity from them. */
export type SqlType = 'int2' | 'int4' | 'int8' | 'text' | 'bytea';

/** Columns in the order in which rows give their values. */
export type Columns = Readonly<Record<string, SqlType>>;

export type SqlValue = number | string | Uint8Array | null;

export type SqlRow = readonly SqlValue[];

/** All that differs between the two databases, seen from the shared query code. */
export interface SqlDialect {
  /** What Kysely needs, over a connection that is already inside its transaction. */
  kysely(connection: SqlConnection): Dialect;
  /** Column type for a row number that the database keys a table by. */
  readonly rowNumber: string;
  /** Column type for an integer beyond 32 bits. */
  readonly longInteger: string;
  /** Column type for text that is compared and sorted by code point. */
  readonly orderedText: string;
  /** Column type for bytes. */
  readonly bytes: string;
  /** Statements that keep the database from packing what does not get smaller by it. */
  unpacked(table: string, columns: readonly string[]): readonly string[];
  /** Table option: rows live in the primary key's own tree, where the database can do so. */
  readonly keyedByPrimary: string;
  /** Whether the table exists, as a query that gives a row or none. */
  tableNamed(name: string): RawBuilder<unknown>;
  /** `column` is one of the values, of which there may be more than a statement can have parameters. */
  isIn(column: string, type: SqlType, values: readonly (number | string)[]): Expression<SqlBool>;
  /** Follows a table's name: the index to read it through. PostgreSQL sees for itself, from what it knows of the values. */
  through(index: string): RawBuilder<unknown>;
  /** Rows as a derived table with these columns, of any length. */
  rows(columns: Columns, rows: readonly SqlRow[]): RawBuilder<unknown>;
  /** Inserts any number of rows, the fastest way measured. `suffix` is what follows the values, as `on conflict …`. */
  insert(connection: SqlConnection, table: string, columns: Columns, rows: readonly SqlRow[], suffix?: string): Promise<void>;
}
