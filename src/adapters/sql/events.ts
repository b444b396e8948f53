import type { EventSealer } from '../../exchange/ports/events.js';
import { nextNum } from './next-num.js';
import type { Session } from './session.js';

export const eventSealer = ({ db }: Session): EventSealer => ({
  append: async ({ at, kind, by, reason, participant, detail }) => {
    const num = await nextNum(db, 'event');
    await db
      .insertInto('event')
      .values({ num, at, kind, decided_by: by, reason, participant, detail: JSON.stringify(detail) })
      .execute();
  },
});
