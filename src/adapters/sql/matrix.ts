import type { Decision } from '../../core/release/decision.js';
import type { Labels } from '../../core/release/labels.js';
import type { Profile } from '../../core/release/profile.js';
import type { MatrixReader, MatrixSealer } from '../../exchange/ports/matrix.js';
import { LAYOUTS } from './layouts.js';
import { nextNum } from './next-num.js';
import type { Session } from './session.js';

export const matrixReader = ({ db }: Session): MatrixReader => ({
  classes: async () =>
    (await db.selectFrom('release_class').selectAll().orderBy('num').execute()).map(({ num, digest, labels }) => ({
      num,
      digest,
      labels: JSON.parse(labels) as Labels,
    })),
  profiles: async () =>
    (await db.selectFrom('profile').selectAll().orderBy('num').execute()).map(({ num, digest, attributes }) => ({
      num,
      digest,
      profile: JSON.parse(attributes) as Profile,
    })),
  cells: async (book, profile) => {
    const rows = await db.selectFrom('cell').selectAll().where('book', '=', book).where('profile', '=', profile).execute();
    return rows.map((row) => ({ ...row, own: row.own === 1, decision: JSON.parse(row.decision) as Decision }));
  },
});

export const matrixSealer = (session: Session): MatrixSealer => ({
  ...matrixReader(session),
  internClass: async (digest, labels) => {
    const { db } = session;
    const known = await db.selectFrom('release_class').select('num').where('digest', '=', digest).executeTakeFirst();
    if (known !== undefined) return known.num;
    const num = await nextNum(db, 'release_class');
    await db
      .insertInto('release_class')
      .values({ num, digest, labels: JSON.stringify(labels) })
      .execute();
    return num;
  },
  internProfile: async (digest, profile) => {
    const { db } = session;
    const known = await db.selectFrom('profile').select('num').where('digest', '=', digest).executeTakeFirst();
    if (known !== undefined) return known.num;
    const num = await nextNum(db, 'profile');
    await db
      .insertInto('profile')
      .values({ num, digest, attributes: JSON.stringify(profile) })
      .execute();
    return num;
  },
  addCells: async (cells) => {
    const rows = cells.map((c) => [c.book, c.profile, c.class, c.own ? 1 : 0, JSON.stringify(c.decision)]);
    await session.dialect.insert(session.connection, 'cell', LAYOUTS.cell.columns, rows, 'on conflict do nothing');
  },
});
