import { groupedBy } from '../../core/grouped.js';
import type { BlockKey, Carried, DisclosureReader, DisclosureSealer, HeldBlock } from '../../exchange/ports/disclosures.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { Session } from './session.js';

export const disclosureReader = ({ db, dialect }: Session): DisclosureReader => ({
  held: async (blocks) => {
    const found: HeldBlock[] = [];
    // A query a feed: SQLite would walk the whole table for a list of keys of three columns.
    for (const ofFeed of groupedBy(blocks, ({ participant, collection }) => `${participant}/${collection}`).values()) {
      const [{ participant, collection }] = ofFeed as [BlockKey];
      const rows = await db
        .selectFrom('held')
        .selectAll()
        .where('participant', '=', participant)
        .where('collection', '=', collection)
        .where(
          dialect.isIn(
            'block',
            'int8',
            ofFeed.map(({ block }) => block),
          ),
        )
        .execute();
      found.push(...rows);
    }
    return found;
  },
  heldOf: ({ participant, collection }) =>
    db
      .selectFrom('held')
      .selectAll()
      .where('participant', '=', participant)
      .where('collection', '=', collection)
      .orderBy('block')
      .execute(),
  deliveries: async ({ participant, collection }) => {
    const rows = await db
      .selectFrom('delivery')
      .select(['participant', 'collection', 'at', 'carried', 'entries'])
      .where('participant', '=', participant)
      .where('collection', '=', collection)
      .orderBy('num')
      .execute();
    return rows.map((row) => ({ ...row, carried: row.carried as Carried }));
  },
});

export const disclosureSealer = (session: Session): DisclosureSealer => {
  const { db, connection, dialect } = session;
  return {
    ...disclosureReader(session),
    setHeld: async (blocks) => {
      const rows = blocks.map((held) => [held.participant, held.collection, held.block, held.content, held.listing]);
      const suffix =
        'on conflict (participant, collection, block) do update set content = excluded.content, listing = excluded.listing';
      await dialect.insert(connection, 'held', LAYOUTS.held.columns, rows, suffix);
    },
    addDeliveries: async (deliveries) => {
      if (deliveries.length === 0) return;
      const first = await nextNum(db, 'delivery');
      const rows = deliveries.map(({ participant, collection, at, carried, entries }, place) => {
        return [first + place, participant, collection, at, carried, entries];
      });
      await dialect.insert(connection, 'delivery', LAYOUTS.delivery.columns, rows);
    },
  };
};
