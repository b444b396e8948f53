import { formatInstant } from '../../src/core/stix/format/timestamp.js';
import type { LookedAt } from './database.js';
import type { Model, Thing } from './model.js';
import { require, requireNone } from './violation.js';

interface Row {
  readonly id: string;
  readonly given: string;
  readonly instant: string;
  readonly placed: number;
}

/** Nothing that was acknowledged is lost, and nothing else has come: object by object, for those that nobody is changing. */
export const checkThings = async (look: LookedAt, things: readonly Thing[]): Promise<number> => {
  const quiet = things.filter(({ turn }) => !turn.busy).map((thing) => ({ thing, count: thing.turn.count }));
  const rows = await look.rows<Row>(
    `select id, given, instant, (select count(*) from membership where membership.version = version.num) as placed
     from object join version on version.object = object.num order by instant`,
  );
  const stored = new Map<string, Row[]>();
  for (const row of rows) stored.set(row.id, [...(stored.get(row.id) ?? []), row]);
  const still = quiet.filter(({ thing, count }) => thing.turn.count === count);
  for (const { thing } of still) checkThing(thing, stored.get(thing.id) ?? []);
  return still.length;
};

const checkThing = (thing: Thing, rows: readonly Row[]): void => {
  const versions = rows.map(({ instant }) => formatInstant(instant, 3)).join(' ');
  require(versions === thing.versions.join(' '), `${thing.id} has versions ${versions}, not ${thing.versions.join(' ')}`);
  const given = (JSON.parse(rows[0]?.given ?? '{}') as { tlp?: string[] }).tlp?.[0] ?? 'none';
  require(given === thing.tlp, `${thing.id} is labelled ${given}, not ${thing.tlp}`);
  const placed = thing.deleted ? 0 : 1;
  require(rows.every(
    (row) => Number(row.placed) === placed,
  ), `${thing.id} is ${thing.deleted ? '' : 'not '}deleted and stands otherwise`);
};

/** When nothing is under way: registers are as acknowledged, and each event that happened has its leaf, once. */
export const checkRegisters = async (look: LookedAt, model: Model, hashes: Readonly<Record<string, string>>): Promise<void> => {
  const tiers = await look.rows<{ slug: string; track: string; tier: string }>(
    'select slug, track, tier from tier join participant on participant.num = tier.participant',
  );
  for (const { slug, track, tier } of model.tiers) {
    const found = tiers.find((row) => row.slug === slug && row.track === track)?.tier ?? 'closed';
    require(found === tier, `${slug} is ${found} on ${track}, not ${tier}`);
  }
  const [book] = await look.rows<{ hash: string }>('select hash from book_in_force');
  require(book?.hash === hashes[model.book.name], `the book in force is ${book?.hash}, not the ${model.book.name} one`);
  const tokens = new Set((await look.rows<{ id: string }>('select id from token')).map(({ id }) => id));
  requireNone(
    model.tokens.filter(({ id }) => !tokens.has(id)),
    'a token was acknowledged and is lost',
  );
  const known = new Set([...model.things, ...model.sent.things].map(({ id }) => id));
  const objects = await look.rows<{ id: string }>('select id from object');
  requireNone(
    objects.filter(({ id }) => !known.has(id)),
    'an object is there that nobody brought',
  );
  await checkEvents(look, model, tokens.size);
};

const checkEvents = async (look: LookedAt, model: Model, tokens: number): Promise<void> => {
  const leaves = await look.rows<{ payload: string }>(
    `select payload from ledger_leaf join ledger on ledger.num = ledger_leaf.ledger where kind = 'host'`,
  );
  const told = new Map<string, number>();
  for (const { payload } of leaves) {
    const { kind } = JSON.parse(payload) as { kind: string };
    told.set(kind, (told.get(kind) ?? 0) + 1);
  }
  for (const [kind, times] of [...model.events, ['token-issued', tokens] as const]) {
    require(told.get(kind) === times, `${kind} happened ${times} times and the host's ledger tells of ${told.get(kind)}`);
  }
};
