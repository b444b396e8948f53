import { formatInstant } from '../../src/core/stix/format/timestamp.js';
import type { LookedAt } from './database.js';
import { type Model, SLUGS } from './model.js';
import { require, requireNone } from './violation.js';

interface Row {
  readonly id: string;
  readonly slug: string;
  readonly instant: string;
  readonly alias: string | null;
}

/**
 * When nothing is under way: what each partner has sent stands in its lines, all of it, once, in the order in which it was sent, and
 * nothing else; what it has withdrawn stands nowhere. Gives how many versions that are.
 */
export const checkSent = async (look: LookedAt, { sent }: Model): Promise<number> => {
  const rows = await look.rows<Row>(
    `select object.id, slug, instant, alias from version join object on object.num = version.object
     join participant on participant.num = object.submitter left join membership on membership.version = version.num
     left join collection on collection.num = membership.collection order by version.num`,
  );
  for (const slug of SLUGS) {
    const stored = rows.filter((row) => row.slug === slug).map(({ id, instant }) => `${id} ${formatInstant(instant, 3)}`);
    const due = sent.taken[slug];
    const at = due.findIndex((one, place) => stored[place] !== one);
    require(at === -1, `what ${slug} has sent stands otherwise from ${at} on: ${stored[at]}, not ${due[at]}`);
    requireNone(stored.slice(due.length), `${slug} has lines of what it has not sent`);
  }
  const things = new Map(sent.things.map((thing) => [thing.id, thing]));
  for (const { id, alias } of rows) {
    const thing = things.get(id);
    const due = thing?.withdrawn === true ? null : thing?.collection;
    require(alias === due, `${id}, sent by ${thing?.sender}, stands in ${alias}, not in ${due}`);
  }
  requireNone(await look.rows('select id from submission where ended_at is null or body is not null'), 'a post still waits');
  const apart = (await look.rows<{ id: string }>('select id from quarantine order by id')).map(({ id }) => id);
  require(apart.join() === [...sent.apart].sort().join(), 'quarantine holds something else than what was forged');
  return rows.length;
};
