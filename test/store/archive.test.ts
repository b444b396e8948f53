import fc from 'fast-check';
import Database from 'libsql';
import pg from 'pg';
import { expect, it } from 'vitest';
import { LAYOUTS } from '../../src/adapters/sql/layouts.js';
import type { ArchiveRow } from '../../src/exchange/ports/archive.js';
import type { Store } from '../../src/exchange/ports/store.js';
import { eachStore, type StoreUnderTest } from './each-store.js';

interface RealTable {
  readonly columns: readonly string[];
  readonly key: readonly string[];
  readonly refersTo: readonly string[];
}

const sqliteTables = (path: string): Record<string, RealTable> => {
  const database = new Database(path);
  const all = <Row>(text: string) => database.prepare(text).all() as Row[];
  const tables = all<{ name: string }>("select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'");
  const found = tables.map(({ name }) => {
    const columns = all<{ name: string; pk: number }>(`pragma table_info("${name}")`);
    const key = columns.filter(({ pk }) => pk > 0).sort((a, b) => a.pk - b.pk);
    const refersTo = all<{ table: string }>(`pragma foreign_key_list("${name}")`).map(({ table }) => table);
    return [name, { columns: columns.map((column) => column.name), key: key.map((column) => column.name), refersTo }] as const;
  });
  database.close();
  return Object.fromEntries(found);
};

const postgresTables = async (url: string): Promise<Record<string, RealTable>> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<RealTable & { name: string }>(`
    select c.relname as name,
      (select json_agg(a.attname order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select json_agg(a.attname order by place) from pg_index i, unnest(i.indkey) with ordinality as k (num, place)
        join pg_attribute a on a.attnum = k.num where i.indrelid = c.oid and i.indisprimary and a.attrelid = c.oid) as key,
      coalesce((select json_agg(distinct f.confrelid::regclass::text) from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f'), '[]'::json) as "refersTo"
    from pg_class c where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace`);
  await client.end();
  return Object.fromEntries(rows.map(({ name, ...table }) => [name, table]));
};

const realTables = async ({ database, location }: StoreUnderTest): Promise<Record<string, RealTable>> => {
  const tables = database === 'sqlite' ? sqliteTables(location) : await postgresTables(location);
  const { schema_migration, schema_migration_lock, ...own } = tables;
  expect([schema_migration, schema_migration_lock]).not.toContain(undefined);
  return own;
};

eachStore('the tables of an archive', (under) => {
  it('are all that the database has, with all their columns and their keys', async () => {
    const real = await realTables(under());
    expect(Object.keys(LAYOUTS).sort()).toEqual(Object.keys(real).sort());
    for (const [name, { columns, key }] of Object.entries(LAYOUTS)) {
      expect({ name, columns: Object.keys(columns).sort(), key }).toEqual({
        name,
        columns: [...(real[name]?.columns ?? [])].sort(),
        key: real[name]?.key,
      });
    }
  });

  it('stand behind those that they refer to', async () => {
    const met = new Set<string>();
    const real = await realTables(under());
    for (const name of Object.keys(LAYOUTS)) {
      for (const other of real[name]?.refersTo ?? []) expect({ name, other, met: met.has(other) }).toMatchObject({ met: true });
      met.add(name);
    }
  });
});

const readBack = (store: Store, table: string): Promise<readonly (readonly ArchiveRow[])[]> =>
  store.read(async ({ archive }) => {
    const pages: (readonly ArchiveRow[])[] = [];
    for await (const page of archive.rows(table)) pages.push(page);
    return pages;
  });

const plain = (rows: readonly ArchiveRow[]) =>
  rows.map((row) => row.map((value) => (value instanceof Uint8Array ? Buffer.from(value).toString('hex') : value)));

/** PostgreSQL keeps no U+0000 in a text; Parley refuses it at its doors. */
const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0'));
const bytes = fc.uint8Array({ maxLength: 40 });

eachStore('rows of an archive', (under) => {
  it('come back as they were filled, in the order of their key', async () => {
    const leaf = fc.tuple(
      fc.integer({ min: 0, max: 5 }),
      fc.integer({ min: 0, max: 2 ** 40 }),
      fc.integer({ min: 0, max: 2 ** 52 }),
      bytes,
      fc.option(bytes),
      fc.option(texts),
    );
    const leaves = fc.uniqueArray(leaf, { selector: ([ledger, index]) => `${ledger} ${index}`, maxLength: 30 });
    let ledger = 0;
    await fc.assert(
      fc.asyncProperty(leaves, async (drawn) => {
        // Each run has ledgers of its own behind those of the runs before.
        const rows = drawn.map(([own, ...rest]) => [ledger + own, ...rest] as ArchiveRow);
        const first = ledger;
        ledger += 10;
        await under().store.seal(({ archive }) => archive.fill('ledger_leaf', rows));
        const back = (await readBack(under().store, 'ledger_leaf')).flat().filter(([own]) => Number(own) >= first);
        const ordered = rows.toSorted((a, b) => Number(a[0]) - Number(b[0]) || Number(a[1]) - Number(b[1]));
        expect(plain(back)).toEqual(plain(ordered));
      }),
      { numRuns: 30 },
    );
  });

  it('come as many at a time as are light enough, and each that is not comes alone', async () => {
    const MEGABYTE = 1024 * 1024;
    const megabytes = [1, 1, 1, 5, 1, 3, 2, 0];
    await under().store.seal(async ({ archive }) => {
      await archive.fill('object', [[1, 'indicator--1', 'indicator', null, null, null, '{}', 'indicator--1', null]]);
      const rows = megabytes.map((size, at) => [
        at + 1,
        1,
        `2026-01-0${at + 1}`,
        0,
        size * MEGABYTE,
        'x'.repeat(size * MEGABYTE),
      ]);
      await archive.fill('version', rows);
    });
    const pages = await readBack(under().store, 'version');
    expect(pages.map((page) => page.map(([num]) => num))).toEqual([[1, 2, 3], [4], [5, 6], [7, 8]]);
  });

  it('of every table are looked for before a store is called empty', async () => {
    expect(await under().store.read(({ archive }) => archive.isEmpty())).toBe(false);
  });
});
