import type { LedgerEvent, LedgerEventKind, LedgerKind } from '../../core/ledger/event.js';
import type { LedgerReader, LedgerSealer, StoredLedger } from '../../exchange/ports/ledgers.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { LedgerRow } from './schema.js';
import type { Session } from './session.js';

const STATE = ['size', 'frontier', 'at', 'checkpoint'].map((column) => `${column} = excluded.${column}`).join(', ');
export const ledgerReader = ({ db, dialect }: Session): LedgerReader => {
  const leavesIn = (ledger: number, from: number, to: number) =>
    db.selectFrom('ledger_leaf').where('ledger', '=', ledger).where('idx', '>=', from).where('idx', '<', to).orderBy('idx');
  const ledgers = () => db.selectFrom('ledger').selectAll().orderBy('num');
  return {
    inForce: async (participants) => {
      const rows = await ledgers()
        .$if(participants !== undefined, (query) =>
          query.where((either) =>
            either.or([either('participant', 'is', null), dialect.isIn('participant', 'int8', participants ?? [])]),
          ),
        )
        .execute();
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
    all: async () => (await ledgers().execute()).map(ledgerOf),
    leaves: (ledger, from, to) => leavesIn(ledger, from, to).select(['at', 'digest', 'salt', 'payload']).execute(),
    published: (ledger, from, to) => leavesIn(ledger, from, to).select(['at', 'digest']).execute(),
    tiles: (ledger, from, to) =>
      db
        .selectFrom('ledger_tile')
        .select(['idx as index', 'entries', 'hashes'])
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
  };
};

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
    grow: async (growths) => {
      const states = growths.map(({ ledger: l }) => {
        return [l.num, l.kind, l.participant, l.origin, l.generation, l.size, l.frontier, l.at, l.checkpoint];
      });
      await dialect.insert(connection, 'ledger', LAYOUTS.ledger.columns, states, `on conflict (num) do update set ${STATE}`);
      const leaves = growths.flatMap(({ ledger, from, leaves }) =>
        leaves.map((leaf, place) => [ledger.num, from + place, leaf.at, leaf.digest, leaf.salt, leaf.payload]),
      );
      await dialect.insert(connection, 'ledger_leaf', LAYOUTS.ledger_leaf.columns, leaves);
      const tiles = growths.flatMap(({ ledger, tiles }) =>
        tiles.map(({ index, entries, hashes }) => [ledger.num, index, entries, hashes]),
      );
      await dialect.insert(connection, 'ledger_tile', LAYOUTS.ledger_tile.columns, tiles);
      const nodes = growths.flatMap(({ ledger, nodes }) =>
        nodes.map(({ level, index, hash }) => [ledger.num, level, index, hash]),
      );
      await dialect.insert(connection, 'ledger_node', LAYOUTS.ledger_node.columns, nodes);
    },
  };
};

const ledgerOf = (row: LedgerRow): StoredLedger => ({ ...row, kind: row.kind as LedgerKind });
