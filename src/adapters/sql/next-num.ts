import { sql } from 'kysely';
import type { Tables } from './schema.js';
import type { Db } from './session.js';

type Numbered = { [T in keyof Tables]: Tables[T] extends { num: number } ? T : never }[keyof Tables];

/** The number after the last one given. No sequence is needed: there is one writer, and a rollback leaves no gap. */
export const nextNum = async (db: Db, table: Numbered): Promise<number> => {
  const { rows } = await sql<{ next: number }>`select coalesce(max(num), 0) + 1 as next from ${sql.table(table)}`.execute(db);
  const next = rows[0]?.next;
  if (next === undefined) throw new Error(`no next number in ${table}`);
  return next;
};
