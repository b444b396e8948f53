import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/** Ledgers, and the record of what has left. Rows that grow with use have no foreign keys: the single writer keeps them right. */
export const ledgers = (dialect: SqlDialect): Migration => ({
  async up(db) {
    for (const statement of [...logs(dialect), ...disclosures(dialect)]) await sql.raw(statement).execute(db);
  },
});

const logs = ({ rowNumber, longInteger: long, bytes, keyedByPrimary, unpacked }: SqlDialect): readonly string[] => [
  `create table ledger (num ${rowNumber} primary key, kind text not null, participant ${long} references participant,
    origin text not null unique, generation integer not null, size ${long} not null, frontier ${bytes} not null,
    at ${long} not null, checkpoint text not null)`,
  'create index ledger_of on ledger (kind, participant)',
  `create table ledger_leaf (ledger ${long} not null, idx ${long} not null, at ${long} not null, digest ${bytes} not null,
    salt ${bytes}, payload text, primary key (ledger, idx)) ${keyedByPrimary}`,
  `create table ledger_tile (ledger ${long} not null, idx ${long} not null, entries ${bytes} not null, hashes ${bytes} not null,
    primary key (ledger, idx)) ${keyedByPrimary}`,
  ...unpacked('ledger_tile', ['entries', 'hashes']),
  `create table ledger_node (ledger ${long} not null, level integer not null, idx ${long} not null, hash ${bytes} not null,
    primary key (ledger, level, idx)) ${keyedByPrimary}`,
];

/** `feed_object` now finds dead entries too: they are what was disclosed. */
const disclosures = ({ rowNumber, longInteger: long, bytes, keyedByPrimary }: SqlDialect): readonly string[] => [
  `create table held (participant ${long} not null, collection ${long} not null, block ${long} not null, content ${bytes} not null,
    listing ${bytes} not null, primary key (participant, collection, block)) ${keyedByPrimary}`,
  `create table delivery (num ${rowNumber} primary key, participant ${long} not null, collection ${long} not null, at ${long} not null,
    carried text not null, entries text not null)`,
  'create index delivery_of on delivery (participant, collection)',
  `alter table standing add column disclosures ${long} not null default 0`,
  'alter table standing add column history integer not null default 1',
  `alter table feed_head add column granted ${long} not null default 0`,
  'drop index feed_object',
  'create index feed_object on feed (participant, object)',
];
