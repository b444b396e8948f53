import { type RawBuilder, sql } from 'kysely';
import type { ArchiveReader, ArchiveRow, ArchiveSchema, ArchiveSealer, ArchiveValue } from '../../exchange/ports/archive.js';
import type { Columns } from './dialect.js';
import { LAYOUTS } from './layouts.js';
import { LAST_MIGRATION } from './migrate.js';
import type { Session } from './session.js';

/** Rows of most tables are below a kilobyte. */
const ROWS_AT_ONCE = 1_000;
/** Of rows that may be heavy; one that is heavier comes alone. */
const BYTES_AT_ONCE = 4 * 1024 * 1024;

interface Layout {
  readonly key: readonly string[];
  readonly columns: Columns;
  readonly weight?: string;
}

const ARCHIVED: ReadonlyMap<string, Layout> = new Map<string, Layout>(Object.entries(LAYOUTS));
const SCHEMA: ArchiveSchema = {
  migration: LAST_MIGRATION,
  tables: [...ARCHIVED].map(([name, { columns }]) => ({ name, columns: Object.keys(columns) })),
};

type NamedRow = Readonly<Record<string, ArchiveValue>>;

export const archiveReader = (session: Session): ArchiveReader => ({
  schema: SCHEMA,
  rows: (table) => rowsOf(session, table),
  isEmpty: async () => {
    for (const name of ARCHIVED.keys()) {
      const { rows } = await sql`select 1 from ${sql.table(name)} limit 1`.execute(session.db);
      if (rows.length > 0) return false;
    }
    return true;
  },
});

export const archiveSealer = (session: Session): ArchiveSealer => ({
  ...archiveReader(session),
  fill: (table, rows) => session.dialect.insert(session.connection, table, layoutOf(table).columns, rows),
});

const layoutOf = (table: string): Layout => {
  const layout = ARCHIVED.get(table);
  if (layout === undefined) throw new RangeError(`no table ${table}`);
  return layout;
};

async function* rowsOf({ db }: Session, table: string): AsyncGenerator<readonly ArchiveRow[]> {
  const { key, columns, weight } = layoutOf(table);
  const names = Object.keys(columns);
  const pick = (given: readonly string[], behind: RawBuilder<unknown>, limit: number) =>
    sql<NamedRow>`select ${list(given)} from ${sql.table(table)} ${behind} order by ${list(key)} limit ${limit}`.execute(db);
  for (let behind = sql``; ; ) {
    const light = weight === undefined ? ROWS_AT_ONCE : lightest((await pick([weight], behind, ROWS_AT_ONCE)).rows, weight);
    const { rows } = await pick(names, behind, light);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map((row) => names.map((name) => row[name] ?? null));
    behind = sql`where (${list(key)}) > (${sql.join(key.map((name) => last[name]))})`;
  }
}

const list = (names: readonly string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)));

/** How many of the first rows are light enough together; at least one. */
const lightest = (rows: readonly NamedRow[], weight: string): number => {
  let bytes = 0;
  const fitting = rows.findIndex((row) => {
    bytes += Number(row[weight]);
    return bytes > BYTES_AT_ONCE;
  });
  return fitting < 0 ? ROWS_AT_ONCE : Math.max(1, fitting);
};
