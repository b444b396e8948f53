import { type Command, ruling } from './command.js';
import type { LookedAt } from './database.js';
import type { Dice } from './dice.js';
import { type Book, type Model, SLUGS, type Thing, TIERS, type Tlp } from './model.js';
import { require } from './violation.js';

/** Any tier but the one in force, so that its effect can be seen; most often one that lets something through. */
export const setTier = (model: Model, dice: Dice): Command | undefined => {
  const standing = dice.pick(model.tiers);
  if (standing.turn.busy) return undefined;
  const others = [...TIERS, 'partner', 'ally', 'ally'].filter((tier) => tier !== standing.tier) as (typeof TIERS)[number][];
  const tier = dice.pick(others);
  standing.turn.take();
  const { slug, track } = standing;
  return {
    args: ['tier', 'set', slug, '--track', track, '--tier', tier, ...ruling],
    turns: [standing.turn],
    whole: 1,
    done: async (look) => {
      const rows = await look.rows<{ tier: string }>(
        `select tier from tier join participant on participant.num = tier.participant where slug = '${slug}' and track = '${track}'`,
      );
      return rows[0]?.tier === tier ? 1 : 0;
    },
    apply: (done) => {
      if (done === 0) return;
      standing.tier = tier;
      model.happened('tier-moved');
    },
  };
};

const heldThing = (model: Model, dice: Dice): Thing | undefined => {
  const held = model.things.slice(-300).filter(({ turn, deleted }) => !turn.busy && !deleted);
  return held.length === 0 ? undefined : dice.pick(held);
};

export const relabel = (model: Model, dice: Dice): Command | undefined => {
  const thing = heldThing(model, dice);
  if (thing === undefined) return undefined;
  const tlp = dice.pick((['clear', 'green', 'red'] as const).filter((one) => one !== thing.tlp)) as Tlp;
  thing.turn.take();
  return {
    args: ['object', 'relabel', thing.id, '--label', `tlp=${tlp}`, ...ruling],
    turns: [thing.turn],
    whole: 1,
    done: async (look) => ((await givenOf(look, thing.id)) === tlp ? 1 : 0),
    apply: (done) => {
      if (done === 0) return;
      thing.tlp = tlp;
      model.happened('object-relabelled');
    },
  };
};

const givenOf = async (look: LookedAt, id: string): Promise<string | undefined> => {
  const [row] = await look.rows<{ given: string }>(`select given from object where id = '${id}'`);
  return (JSON.parse(row?.given ?? '{}') as { tlp?: string[] }).tlp?.[0];
};

export const deleteThing = (model: Model, dice: Dice): Command | undefined => {
  const thing = heldThing(model, dice);
  if (thing === undefined) return undefined;
  thing.turn.take();
  return {
    args: ['object', 'delete', thing.id],
    turns: [thing.turn],
    whole: 1,
    done: async (look) => {
      const [row] = await look.rows<{ places: number }>(
        `select count(*) as places from membership join object on object.num = membership.object where id = '${thing.id}'`,
      );
      const places = Number(row?.places);
      require(places === 0 || places === thing.versions.length, `a deletion left ${places} of ${thing.versions.length} versions`);
      return places === 0 ? 1 : 0;
    },
    apply: (done) => {
      if (done === 0) return;
      thing.deleted = true;
      model.happened('object-deleted');
    },
  };
};

export const issueToken = (model: Model, dice: Dice): Command => {
  const slug = dice.pick(SLUGS);
  return {
    args: ['token', 'issue', slug],
    turns: [],
    whole: 1,
    done: async (look, answer) => {
      if (answer === undefined) return 0;
      return (await look.rows(`select 1 from token where id = '${(answer as { token_id: string }).token_id}'`)).length;
    },
    apply: (done, answer) => {
      if (done === 0) return;
      const { token, token_id } = answer as { token: string; token_id: string };
      model.tokens.push({ id: token_id, secret: token, slug });
    },
  };
};

export type BookFolders = Readonly<Record<Book, { readonly dir: string; readonly hash: string }>>;

export const applyRules = (model: Model, books: BookFolders): Command | undefined => {
  if (model.book.turn.busy) return undefined;
  const name: Book = model.book.name === 'strict' ? 'default' : 'strict';
  model.book.turn.take();
  return {
    args: ['rules', 'apply', books[name].dir, ...ruling],
    turns: [model.book.turn],
    whole: 1,
    done: async (look) => {
      const [row] = await look.rows<{ hash: string }>('select hash from book_in_force');
      return row?.hash === books[name].hash ? 1 : 0;
    },
    apply: (done) => {
      if (done === 0) return;
      model.book.name = name;
      model.happened('rules-enforced');
    },
  };
};
