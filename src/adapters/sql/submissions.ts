import { sql } from 'kysely';
import type { Submission, SubmissionReader, SubmissionSealer } from '../../exchange/ports/submissions.js';
import { nextNum } from './next-num.js';
import type { SubmissionRow } from './schema.js';
import type { Session } from './session.js';

export const submissionReader = (session: Session): SubmissionReader => ({
  find: async (id) => {
    const row = await session.db
      .selectFrom('submission')
      .select(['id', 'participant', 'collection', 'at', 'ended_at', 'outcome'])
      .where('id', '=', id)
      .executeTakeFirst();
    return row && submissionOf(row);
  },
  unfinished: async (limit, participant) => {
    const rows = await session.db
      .selectFrom('submission')
      .selectAll()
      .where('ended_at', 'is', null)
      .$if(participant !== undefined, (query) => query.where('participant', '=', participant ?? 0))
      .orderBy('num')
      .limit(limit)
      .execute();
    return rows.map(({ num, id, participant: sender, collection, at, outcome, body }) => {
      return { num, id, participant: sender, collection, at, outcome, body: body ?? '' };
    });
  },
  waiting: (participant) => waiting(session, participant),
});

const waiting = async ({ db }: Session, participant: number): Promise<number> => {
  const { count } = await db
    .selectFrom('submission')
    .select(sql<number>`count(*)`.as('count'))
    .where('ended_at', 'is', null)
    .where('participant', '=', participant)
    .executeTakeFirstOrThrow();
  return Number(count);
};

export const submissionSealer = (session: Session): SubmissionSealer => {
  const { db } = session;
  return {
    ...submissionReader(session),
    add: async ({ id, participant, collection, at, endedAt, outcome }, body) => {
      const num = await nextNum(db, 'submission');
      await db
        .insertInto('submission')
        .values({ num, id, participant, collection, at, ended_at: endedAt, outcome, body })
        .execute();
    },
    end: async (id, endedAt, outcome) => {
      await db.updateTable('submission').set({ ended_at: endedAt, outcome, body: null }).where('id', '=', id).execute();
    },
    forget: async (before) => {
      await db.deleteFrom('submission').where('ended_at', '<', before).execute();
    },
  };
};

const submissionOf = ({ ended_at, ...row }: Omit<SubmissionRow, 'num' | 'body'>): Submission => ({ ...row, endedAt: ended_at });
