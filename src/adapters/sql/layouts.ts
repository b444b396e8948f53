import type { SqlType } from './dialect.js';
import type { Tables } from './schema.js';

interface Layout<Row> {
  /** Its primary key. */
  readonly key: readonly (keyof Row & string)[];
  /** All its columns, in the order of the schema. */
  readonly columns: { readonly [Column in keyof Row]: SqlType };
  /** Column with the bytes that a row is heavy by, where rows may have megabytes. */
  readonly weight?: keyof Row & string;
}

const FEED_KEY = { participant: 'int8', collection: 'int8' } as const;

/**
 * The tables, each behind those that it refers to: what an archive holds, and what rows are inserted as. The compiler keeps it complete against the row types, a
 * test against the schema of both databases.
 */
export const LAYOUTS: { readonly [Table in keyof Tables]: Layout<Tables[Table]> } = {
  node: { key: ['one'], columns: { one: 'int4', id: 'text', name: 'text' } },
  track: { key: ['num'], columns: { num: 'int8', name: 'text' } },
  operator: { key: ['num'], columns: { num: 'int8', slug: 'text', name: 'text', role: 'text' } },
  participant: {
    key: ['num'],
    columns: { num: 'int8', id: 'text', slug: 'text', name: 'text', groups: 'text', clearances: 'text', suspended: 'int4' },
  },
  participant_identity: { key: ['identity'], columns: { identity: 'text', participant: 'int8', place: 'int4' } },
  participant_certificate: { key: ['certificate'], columns: { certificate: 'text', participant: 'int8', place: 'int4' } },
  tier: { key: ['participant', 'track'], columns: { participant: 'int8', track: 'text', tier: 'text' } },
  consent: { key: ['num'], columns: { num: 'int8', originator: 'int8', participant: 'int8', expires_at: 'int8' } },
  token: {
    key: ['num'],
    columns: {
      num: 'int8',
      id: 'text',
      hash: 'text',
      participant: 'int8',
      issued_at: 'int8',
      expires_at: 'int8',
      revoked_at: 'int8',
    },
  },
  collection: {
    key: ['num'],
    columns: {
      num: 'int8',
      id: 'text',
      alias: 'text',
      title: 'text',
      description: 'text',
      track: 'text',
      reference_mode: 'text',
      writable_by: 'text',
      labels: 'text',
    },
  },
  listing: { key: ['participant', 'collection'], columns: FEED_KEY },
  release_class: { key: ['num'], columns: { num: 'int8', digest: 'text', labels: 'text' } },
  profile: { key: ['num'], columns: { num: 'int8', digest: 'text', attributes: 'text' } },
  object: {
    key: ['num'],
    columns: {
      num: 'int8',
      line: 'text',
      type: 'text',
      originator: 'int8',
      created_by: 'text',
      created: 'text',
      given: 'text',
      id: 'text',
      submitter: 'int8',
    },
  },
  version: {
    key: ['num'],
    columns: { num: 'int8', object: 'int8', instant: 'text', revoked: 'int4', bytes: 'int4', body: 'text' },
    weight: 'bytes',
  },
  membership: {
    key: ['version', 'collection'],
    columns: { version: 'int8', collection: 'int8', object: 'int8', class: 'int8' },
  },
  quarantine: {
    key: ['num'],
    columns: {
      num: 'int8',
      at: 'int8',
      id: 'text',
      collection: 'int8',
      originator: 'int8',
      code: 'text',
      message: 'text',
      digest: 'text',
      bytes: 'int4',
      body: 'text',
    },
    weight: 'bytes',
  },
  submission: {
    key: ['num'],
    columns: {
      num: 'int8',
      id: 'text',
      participant: 'int8',
      collection: 'int8',
      at: 'int8',
      ended_at: 'int8',
      outcome: 'text',
      body: 'text',
    },
  },
  standing: {
    key: ['participant'],
    columns: {
      participant: 'int8',
      profile: 'int8',
      epoch: 'int8',
      due: 'int8',
      swept: 'int8',
      changes_at: 'int8',
      disclosures: 'int8',
      history: 'int4',
    },
  },
  cell: {
    key: ['book', 'profile', 'class', 'own'],
    columns: { book: 'text', profile: 'int8', class: 'int8', own: 'int4', decision: 'text' },
  },
  book: { key: ['hash'], columns: { hash: 'text', files: 'text' } },
  book_in_force: { key: ['one'], columns: { one: 'int4', hash: 'text' } },
  event: {
    key: ['num'],
    columns: {
      num: 'int8',
      at: 'int8',
      kind: 'text',
      decided_by: 'text',
      reason: 'text',
      participant: 'int8',
      detail: 'text',
    },
  },
  ledger: {
    key: ['num'],
    columns: {
      num: 'int8',
      kind: 'text',
      participant: 'int8',
      origin: 'text',
      generation: 'int4',
      size: 'int8',
      frontier: 'bytea',
      at: 'int8',
      checkpoint: 'text',
    },
  },
  ledger_leaf: {
    key: ['ledger', 'idx'],
    columns: { ledger: 'int8', idx: 'int8', at: 'int8', digest: 'bytea', salt: 'bytea', payload: 'text' },
  },
  ledger_tile: { key: ['ledger', 'idx'], columns: { ledger: 'int8', idx: 'int8', entries: 'bytea', hashes: 'bytea' } },
  ledger_node: { key: ['ledger', 'level', 'idx'], columns: { ledger: 'int8', level: 'int4', idx: 'int8', hash: 'bytea' } },
  held: {
    key: ['participant', 'collection', 'block'],
    columns: { ...FEED_KEY, block: 'int8', content: 'bytea', listing: 'bytea' },
  },
  delivery: {
    key: ['num'],
    columns: { num: 'int8', ...FEED_KEY, at: 'int8', carried: 'text', entries: 'text' },
  },
  object_type: { key: ['num'], columns: { num: 'int4', name: 'text' } },
  feed_head: {
    key: ['participant', 'collection'],
    columns: { ...FEED_KEY, pos: 'int8', added: 'int8', granted: 'int8', revision: 'int8' },
  },
  feed: {
    key: ['participant', 'collection', 'pos'],
    columns: {
      pos: 'int8',
      added: 'int8',
      object: 'int8',
      version: 'int8',
      died: 'int8',
      participant: 'int4',
      collection: 'int4',
      type: 'int4',
      mark: 'int2',
    },
  },
};
