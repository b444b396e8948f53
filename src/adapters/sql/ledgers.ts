import type { LedgerEvent, LedgerEventKind, LedgerKind } from '../../core/ledger/event.js';
import type { LedgerReader, LedgerSealer, StoredLedger } from '../../exchange/ports/ledgers.js';
import type { Columns } from './dialect.js';
import { nextNum } from './next-num.js';
import type { LedgerRow } from './schema.js';
import type { Session } from './session.js';

const LEAF: Columns = { ledger: 'int8', idx: 'int8', at: 'int8', digest: 'bytea', salt: 'bytea', payload: 'text' };
const NODE: Columns = { ledger: 'int8', level: 'int4', idx: 'int8', hash: 'bytea' };

export const ledgerReader = ({ db }: Session): LedgerReader => ({
  inForce: async () => {
    const rows = await db.selectFrom('ledger').selectAll().orderBy('num').execute();
    const newest = new Map(rows.map((row) => [`${row.kind} ${row.participant}`, row]));
    return [...newest.values()].map(ledgerOf);
  },
  find: async (kind, participant) => {
    const row = await db
      .selectFrom('ledger')
      .selectAll()
      .where('kind', '=', kind)
      .$if(participant === null, (query) => query.where('participant', 'is', null))
      .$if(participant !== null, (query) => query.where('participant', '=', participant))
      .orderBy('num', 'desc')
      .limit(1)
      .executeTakeFirst();
    return row && ledgerOf(row);
  },
  all: async () => (await db.selectFrom('ledger').selectAll().orderBy('num').execute()).map(ledgerOf),
  leaves: (ledger, from, to) =>
    db
      .selectFrom('ledger_leaf')
      .select(['at', 'digest', 'salt', 'payload'])
      .where('ledger', '=', ledger)
      .where('idx', '>=', from)
      .where('idx', '<', to)
      .orderBy('idx')
      .execute(),
  nodes: async (ledger, level, from, to) => {
    const rows = await db
      .selectFrom('ledger_node')
      .select('hash')
      .where('ledger', '=', ledger)
      .where('level', '=', level)
      .where('idx', '>=', from)
      .where('idx', '<', to)
      .orderBy('idx')
      .execute();
    return rows.map(({ hash }) => hash);
  },
});

export const ledgerSealer = (session: Session): LedgerSealer => {
  const { db, connection, dialect } = session;
  return {
    ...ledgerReader(session),
    takeEarlier: async () => {
      const rows = await db.selectFrom('event').selectAll().orderBy('num').execute();
      await db.deleteFrom('event').execute();
      return rows.map(
        ({ at, kind, decided_by, reason, participant, detail }): LedgerEvent => ({
          at,
          kind: kind as LedgerEventKind,
          by: decided_by,
          reason,
          participant,
          detail: JSON.parse(detail) as LedgerEvent['detail'],
        }),
      );
    },
    open: async (ledger) => {
      const num = await nextNum(db, 'ledger');
      const empty = { size: 0, frontier: Buffer.alloc(0), at: 0, checkpoint: '' };
      await db
        .insertInto('ledger')
        .values({ num, ...ledger, ...empty })
        .execute();
      return num;
    },
    grow: async ({ num, size, frontier, at, checkpoint }, { from, leaves, nodes }) => {
      await db
        .updateTable('ledger')
        .set({ size, frontier: Buffer.from(frontier), at, checkpoint })
        .where('num', '=', num)
        .execute();
      const rows = leaves.map((leaf, place) => [num, from + place, leaf.at, leaf.digest, leaf.salt, leaf.payload]);
      await dialect.insert(connection, 'ledger_leaf', LEAF, rows);
      const completed = nodes.map(({ level, index, hash }) => [num, level, index, hash]);
      if (completed.length > 0) await dialect.insert(connection, 'ledger_node', NODE, completed);
    },
  };
};

const ledgerOf = (row: LedgerRow): StoredLedger => ({ ...row, kind: row.kind as LedgerKind });
