import { formatInstant } from '../../src/core/stix/format/timestamp.js';
import { type Command, quoted } from './command.js';
import type { LookedAt } from './database.js';
import type { Dice } from './dice.js';
import { ALIASES, type Alias, type Model, type Thing, type Tlp } from './model.js';
import { require } from './violation.js';

interface Line {
  readonly thing: Thing;
  readonly version: string;
}

/** Objects that the program stores in one transaction. */
const CHUNK = 1_000;
const BEGIN = Date.UTC(2026, 1, 1, 8);

/** Fresh objects with one to three versions each, under one label. */
export const importFresh = (model: Model, dice: Dice): Command => {
  const collection = dice.pick(ALIASES);
  const tlp = dice.pick<Tlp>(['green', 'green', 'green', 'clear', 'clear', 'none', 'red']);
  const things = Array.from({ length: dice.chance(0.006) ? 1_050 : dice.between(1, 15) }, () =>
    model.freshThing(collection, tlp),
  );
  const lines = things.flatMap((thing) =>
    Array.from({ length: things.length > CHUNK ? 1 : dice.between(1, 4) }, (_, number) => ({
      thing,
      version: versionOf(number),
    })),
  );
  return importOf(model, dice, collection, lines, tlp === 'none' ? [] : ['--label', `tlp=${tlp}`]);
};

/** New versions of objects that are there; without a label, since a label would hold for the earlier versions too. */
export const importVersions = (model: Model, dice: Dice): Command | undefined => {
  const collection = dice.pick(ALIASES);
  const recent = model.things
    .filter((thing) => thing.collection === collection && !thing.turn.busy && !thing.deleted)
    .slice(-200);
  const things = recent.filter(() => dice.chance(0.1)).slice(0, 20);
  if (things.length === 0) return undefined;
  for (const { turn } of things) turn.take();
  const lines = things.flatMap((thing) =>
    Array.from({ length: dice.between(1, 3) }, (_, more) => ({ thing, version: versionOf(thing.versions.length + more) })),
  );
  return importOf(model, dice, collection, lines, []);
};

const versionOf = (number: number): string => new Date(BEGIN + number * 1_000).toISOString();

const importOf = (model: Model, dice: Dice, collection: Alias, lines: readonly Line[], options: readonly string[]): Command => ({
  args: ['import', '-', '--collection', collection, ...options],
  input: lines.map(({ thing, version }) => indicatorText(thing.id, version, dice)).join('\n'),
  turns: [...new Set(lines.map(({ thing }) => thing.turn))],
  whole: lines.length,
  done: (look) => storedOf(look, collection, lines),
  apply: (done) => {
    for (const { thing, version } of lines.slice(0, done)) {
      if (thing.versions.length === 0) model.things.push(thing);
      thing.versions.push(version);
    }
    model.happened('objects-published', Math.ceil(done / CHUNK));
  },
});

/** How many of the lines are stored: whole chunks, from the beginning, each with its place in the collection. */
const storedOf = async (look: LookedAt, collection: Alias, lines: readonly Line[]): Promise<number> => {
  const ids = [...new Set(lines.map(({ thing }) => thing.id))];
  const rows = await look.rows<{ id: string; instant: string; alias: string | null }>(
    `select object.id, version.instant, collection.alias from object join version on version.object = object.num
     left join membership on membership.version = version.num left join collection on collection.num = membership.collection
     where object.id in (${quoted(ids)})`,
  );
  const stored = new Map(rows.map(({ id, instant, alias }) => [`${id} ${formatInstant(instant, 3)}`, alias]));
  const there = lines.map(({ thing, version }) => stored.get(`${thing.id} ${version}`));
  const missing = there.indexOf(undefined);
  const done = missing === -1 ? lines.length : missing;
  require(done === lines.length || done % CHUNK === 0, `an import left ${done} of ${lines.length} lines: half a chunk`);
  require(there.slice(done).every((alias) => alias === undefined), `an import left lines behind the first ${done}`);
  require(there.slice(0, done).every((alias) => alias === collection), 'an import left versions that stand nowhere');
  return done;
};

const indicatorText = (id: string, modified: string, dice: Dice): string =>
  JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id,
    created: new Date(BEGIN).toISOString(),
    modified,
    name: `Relay ${id.slice(-12)}`,
    description: 'lorem '.repeat(dice.below(40)),
    pattern: "[domain-name:value = 'relay.example']",
    pattern_type: 'stix',
    valid_from: '2026-02-01T08:00:00Z',
  });
