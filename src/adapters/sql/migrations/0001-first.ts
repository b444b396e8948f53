import { type Migration, sql } from 'kysely';
import type { SqlDialect } from '../dialect.js';

/** The first schema. Everything of one table stands together; indexes that cost per feed row are argued for. */
export const first = (dialect: SqlDialect): Migration => ({
  async up(db) {
    for (const statement of [...registry(dialect), ...objects(dialect), ...rulings(dialect), ...feeds(dialect)]) {
      await sql.raw(statement).execute(db);
    }
  },
});

const registry = ({ rowNumber, longInteger: long }: SqlDialect): readonly string[] => [
  'create table node (one integer primary key check (one = 1), id text not null, name text not null)',
  `create table track (num ${rowNumber} primary key, name text not null unique)`,
  `create table operator (num ${rowNumber} primary key, slug text not null unique, name text not null, role text not null)`,
  `create table participant (num ${rowNumber} primary key, id text not null unique, slug text not null unique, name text not null,
    groups text not null, clearances text not null, suspended integer not null)`,
  `create table participant_identity (identity text primary key, participant ${long} not null references participant,
    place integer not null)`,
  'create index participant_identity_of on participant_identity (participant)',
  `create table tier (participant ${long} not null references participant, track text not null, tier text not null,
    primary key (participant, track))`,
  `create table consent (num ${rowNumber} primary key, originator ${long} not null references participant,
    participant ${long} not null references participant, expires_at ${long}, unique (originator, participant))`,
  `create table token (num ${rowNumber} primary key, id text not null unique, hash text not null unique,
    participant ${long} not null references participant, issued_at ${long} not null, expires_at ${long}, revoked_at ${long})`,
  `create table collection (num ${rowNumber} primary key, id text not null unique, alias text not null unique, title text not null,
    description text, track text not null, reference_mode text not null, writable_by text not null, labels text not null)`,
  `create table listing (participant ${long} not null references participant, collection ${long} not null references collection,
    primary key (participant, collection))`,
];

const rulings = ({ rowNumber, longInteger: long }: SqlDialect): readonly string[] => [
  `create table standing (participant ${long} primary key references participant, profile ${long} not null references profile,
    epoch ${long} not null, due ${long} not null, swept ${long} not null, changes_at ${long})`,
  `create table cell (book text not null, profile ${long} not null references profile, class ${long} not null references release_class,
    own integer not null, decision text not null, primary key (book, profile, class, own))`,
  'create table book (hash text primary key, files text not null)',
  'create table book_in_force (one integer primary key check (one = 1), hash text not null references book)',
  `create table event (num ${rowNumber} primary key, at ${long} not null, kind text not null, decided_by text, reason text,
    participant ${long} references participant, detail text not null)`,
];

/** `body` comes last in its row, so that SQLite reads the rest without following overflow pages. */
const objects = ({ rowNumber, longInteger: long, orderedText }: SqlDialect): readonly string[] => [
  `create table release_class (num ${rowNumber} primary key, digest text not null unique, labels text not null)`,
  `create table profile (num ${rowNumber} primary key, digest text not null unique, attributes text not null)`,
  `create table object (num ${rowNumber} primary key, id ${orderedText} not null unique, type text not null,
    originator ${long} references participant, created_by text, created ${orderedText}, given text not null)`,
  `create table version (num ${rowNumber} primary key, object ${long} not null references object, instant ${orderedText} not null,
    revoked integer not null, bytes integer not null, body text not null, unique (object, instant))`,
  'create index version_instant on version (instant)',
  `create table membership (version ${long} not null references version, collection ${long} not null references collection,
    object ${long} not null, class ${long} not null references release_class, primary key (version, collection))`,
  'create index membership_class on membership (class, object)',
  'create index membership_collection on membership (collection, object)',
];

/**
 * Feed rows are objects x partners, so no foreign keys here: the single writer keeps them right. `feed_live` answers pages
 * from the index alone, whatever has died before; `feed_object` finds what a seal compares. `added_after` needs no index:
 * date_added grows with the position, so a bisection over the primary key finds its place.
 */
const feeds = ({ longInteger: long, keyedByPrimary }: SqlDialect): readonly string[] => [
  'create table object_type (num integer primary key, name text not null unique)',
  `create table feed_head (participant ${long} not null, collection ${long} not null, pos ${long} not null, added ${long} not null,
    primary key (participant, collection))`,
  `create table feed (pos ${long} not null, added ${long} not null, object ${long} not null, version ${long} not null, died ${long},
    participant integer not null, collection integer not null, type integer not null, mark smallint not null,
    primary key (participant, collection, pos)) ${keyedByPrimary}`,
  'create index feed_live on feed (participant, collection, mark, pos, type) where died is null',
  'create index feed_object on feed (participant, object) where died is null',
];
