import type { BookFiles, BookReader, BookSealer } from '../../exchange/ports/books.js';
import type { Session } from './session.js';

export const bookReader = ({ db }: Session): BookReader => ({
  inForce: async () => {
    const row = await db
      .selectFrom('book_in_force')
      .innerJoin('book', 'book.hash', 'book_in_force.hash')
      .select(['book.hash', 'book.files'])
      .executeTakeFirst();
    return row && { hash: row.hash, files: JSON.parse(row.files) as BookFiles };
  },
});

export const bookSealer = (session: Session): BookSealer => ({
  ...bookReader(session),
  enforce: async ({ hash, files }) => {
    const { db } = session;
    await db
      .insertInto('book')
      .values({ hash, files: JSON.stringify(files) })
      .onConflict((on) => on.doNothing())
      .execute();
    await db
      .insertInto('book_in_force')
      .values({ one: 1, hash })
      .onConflict((on) => on.column('one').doUpdateSet({ hash }))
      .execute();
  },
});
