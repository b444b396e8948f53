import { createHash, randomUUID } from 'node:crypto';
import type { Command } from './command.js';
import type { LookedAt } from './database.js';
import type { Dice } from './dice.js';
import { ALIASES, type Alias, type Model, SLUGS, type Slug, type Tlp } from './model.js';
import { identityOf, type SentThing } from './sent.js';
import { require } from './violation.js';

/** Objects that the program stores in one transaction. */
const CHUNK = 1_000;
const BEGIN = Date.UTC(2026, 2, 1, 8);

/** One object of a post. */
interface Item {
  readonly id: string;
  readonly version: string;
  readonly text: string;
  /** Undefined: it is not taken up as an object of its sender. */
  readonly thing?: SentThing;
  readonly kind: 'own' | 'forged' | 'invalid';
}

/** What goes over the wire, and what must come of it. */
export interface Post {
  readonly collection: Alias;
  readonly body: Buffer;
  readonly items: readonly Item[];
  readonly isLarge: boolean;
}

const MARKINGS: Readonly<Partial<Record<Tlp, string>>> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
};

const textOf = (id: string, version: string, more: object): string =>
  JSON.stringify({
    type: 'indicator',
    spec_version: '2.1',
    id,
    created: new Date(BEGIN).toISOString(),
    modified: version,
    name: `Beacon ${id.slice(-12)}`,
    pattern: "[domain-name:value = 'beacon.example']",
    pattern_type: 'stix',
    valid_from: '2026-03-01T08:00:00Z',
    ...more,
  });

const itemOf = (thing: SentThing, number: number, padding: number): Item => {
  const { id, sender, tlp } = thing;
  const version = new Date(BEGIN + number * 1_000).toISOString();
  const marking = MARKINGS[tlp];
  const text = textOf(id, version, {
    created_by_ref: identityOf(sender),
    ...(marking === undefined ? {} : { object_marking_refs: [marking] }),
    description: 'x'.repeat(padding),
  });
  return { id, version, text, thing, kind: 'own' };
};

/** In the name of another partner: a success for its sender, and kept apart. */
const forged = (sender: Slug, dice: Dice): Item => {
  const id = `indicator--${randomUUID()}`;
  const version = new Date(BEGIN).toISOString();
  const creator = identityOf(dice.pick(SLUGS.filter((slug) => slug !== sender)));
  return { id, version, text: textOf(id, version, { created_by_ref: creator }), kind: 'forged' };
};

const invalid = (): Item => {
  const id = `indicator--${randomUUID()}`;
  const version = new Date(BEGIN).toISOString();
  return { id, version, text: textOf(id, version, { pattern_type: 7 }), kind: 'invalid' };
};

/** Beyond 1 MiB it is judged after the answer. Now and then it takes two transactions. */
const largeOf = (dice: Dice): { readonly count: number; readonly padding: number } =>
  dice.chance(0.15) ? { count: CHUNK + 50, padding: 800 } : { count: 40, padding: 30_000 };

/** Fresh objects, later versions of earlier ones, some again, some in the name of others, some that are wrong. */
export const postOf = (model: Model, sender: Slug, dice: Dice): Post => {
  const collection = dice.pick(ALIASES);
  const isLarge = dice.chance(0.2);
  const { count, padding } = isLarge ? largeOf(dice) : { count: dice.between(1, 8), padding: dice.below(200) };
  const items: Item[] = [];
  for (let made = 0; made < count; made++) {
    const tlp = dice.pick<Tlp>(['clear', 'green', 'green', 'none']);
    const thing = { id: `indicator--${randomUUID()}`, sender, collection, tlp, versions: [], withdrawn: false };
    const versions = isLarge ? 1 : dice.between(1, 3);
    for (let number = 0; number < versions; number++) items.push(itemOf(thing, number, padding));
  }
  const before = model.sent.things.filter((one) => one.sender === sender && one.collection === collection && !one.withdrawn);
  for (const thing of before.slice(-20)) {
    const [first] = thing.versions;
    if (dice.chance(0.1)) items.push(itemOf(thing, thing.versions.length, 10));
    else if (dice.chance(0.05) && first !== undefined) items.push({ ...first, id: thing.id, thing, kind: 'own' });
  }
  if (dice.chance(0.15)) items.splice(dice.below(items.length), 0, forged(sender, dice));
  if (dice.chance(0.2)) items.splice(dice.below(items.length), 0, invalid());
  const body = Buffer.from(`{"objects":[${items.map(({ text }) => text).join()}]}`);
  return { collection, body, items, isLarge };
};

const TOLD = `select participant.slug, payload from ledger_leaf join ledger on ledger.num = ledger_leaf.ledger
  join participant on participant.num = ledger.participant where kind = 'own' and payload like`;

interface Leaf {
  readonly slug: string;
  readonly payload: string;
}

/** How to tell of a post whether it is on record: then all of it will be there, else nothing. */
export const settledPost = (model: Model, sender: Slug, { collection, body, items, isLarge }: Post): Command => {
  const content = `sha256:${createHash('sha256').update(body).digest('hex')}`;
  let id = '';
  return {
    args: ['post', sender, collection],
    turns: [],
    whole: 1,
    done: async (look: LookedAt) => {
      const leaves = await look.rows<Leaf>(`${TOLD} '%"${content}"%'`);
      require(leaves.length <= 1, `a post of ${sender} is ${leaves.length} times on record`);
      const [leaf] = leaves;
      if (leaf === undefined) return 0;
      require(leaf.slug === sender, `a post of ${sender} is on record as one of ${leaf.slug}`);
      id = (JSON.parse(leaf.payload) as { submission: string }).submission;
      return 1;
    },
    apply: (done, answer) => {
      if (done === 0) return;
      const told = (answer as { id: string } | undefined)?.id ?? id;
      require(told === id, `a post was answered with the status ${told} and is on record with ${id}`);
      takeOver(model, sender, items);
      const right = items.filter(({ kind }) => kind !== 'invalid').map((item) => `${item.id} ${item.version}`);
      const wrong = items.filter(({ kind }) => kind === 'invalid').map((item) => item.id);
      model.sent.posts.push({ sender, id, successes: right, failures: wrong });
      if (answer === undefined) model.sent.cut++;
      if (isLarge) model.sent.large++;
      model.happened('submitted');
    },
  };
};

const takeOver = (model: Model, sender: Slug, items: readonly Item[]): void => {
  const { sent } = model;
  const gaining = new Set<number>();
  items.forEach(({ id, version, text, thing, kind }, at) => {
    if (kind === 'forged') sent.apart.push(id);
    if (thing === undefined || thing.versions.some((one) => one.version === version)) return;
    if (thing.versions.length === 0) sent.things.push(thing);
    thing.versions.push({ version, text });
    sent.taken[sender].push(`${id} ${version}`);
    gaining.add(Math.floor(at / CHUNK));
  });
  model.happened('objects-published', gaining.size);
};

/** The same of a withdrawal; each object is withdrawn once at most. */
export const settledWithdrawal = (model: Model, thing: SentThing): Command => ({
  args: ['withdraw', thing.sender, thing.id],
  turns: [],
  whole: 1,
  done: async (look) => {
    const leaves = (await look.rows<Leaf>(`${TOLD} '%"object":"${thing.id}"%'`)).filter(({ payload }) =>
      payload.includes('"kind":"retracted"'),
    );
    require(leaves.length <= 1, `${thing.id} was withdrawn ${leaves.length} times`);
    return leaves.length;
  },
  apply: (done) => {
    if (done === 0) return;
    thing.withdrawn = true;
    model.happened('retracted');
  },
});
