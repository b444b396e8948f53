import fc from 'fast-check';

/** What can happen to a node, in small numbers, so that random histories collide often. */
export const OBJECTS = 3;
export const VERSIONS = 4;
export const COLLECTIONS = 2;
export const PARTNERS = 2;
export const TLP = ['clear', 'green', 'amber', 'red'] as const;
export const TIERS = ['closed', 'contact', 'proving', 'partner', 'ally'] as const;
export const FILTERS = ['last', 'all', 'first'] as const;
export const STYLES = ['next', 'added_after'] as const;

/** Who brings a line of versions: a partner by number, or the host. */
export type Sender = number | 'host';

/**
 * TLP that the text of a version carries by itself, by `object/version` and for partners `@sender`; what a partner sends carries
 * else what stands under `object@sender`. The last version of an object is its revocation.
 */
export const MARKED: Readonly<Record<string, (typeof TLP)[number]>> = {
  '0/3': 'green',
  '1/2': 'amber',
  '2/4': 'red',
  '0@0': 'clear',
  '1@0': 'green',
  '1/3@0': 'red',
  '0@1': 'green',
  '1@1': 'clear',
  '0/2@1': 'amber',
};

export const markOf = (object: number, version: number, sender: Sender): Tlp | undefined =>
  sender === 'host'
    ? MARKED[`${object}/${version}`]
    : (MARKED[`${object}/${version}@${sender}`] ?? MARKED[`${object}@${sender}`]);

export type Tlp = (typeof TLP)[number];
export type Tier = (typeof TIERS)[number];
export type Filter = (typeof FILTERS)[number];
export type Style = (typeof STYLES)[number];

/** One event; `dt` ms pass before it. The highest version of an object is its revocation. At a poll, each of a partner's clients of a collection asks for one page. */
export type Op = { readonly dt: number } & (
  | {
      readonly kind: 'publish';
      readonly collection: number;
      readonly tlp: Tlp;
      readonly items: readonly { readonly object: number; readonly version: number }[];
    }
  | {
      readonly kind: 'submit';
      readonly partner: number;
      readonly collection: number;
      readonly items: readonly { readonly object: number; readonly version: number }[];
      /** In the name of a creator that the partner is not bound to: all of it is kept apart. */
      readonly forged?: boolean;
    }
  | {
      readonly kind: 'retract';
      readonly partner: number;
      readonly collection: number;
      readonly object: number;
      readonly version: number | undefined;
    }
  /** What the other partner has released may go to this one, or may not any more. */
  | { readonly kind: 'consent'; readonly partner: number; readonly given: boolean }
  | { readonly kind: 'delete'; readonly object: number; readonly version: number | undefined }
  | { readonly kind: 'relabel'; readonly object: number; readonly tlp: Tlp }
  | {
      readonly kind: 'tier';
      readonly partner: number;
      readonly collection: number;
      readonly tier: Tier;
      /** The process is killed behind the commit, before the sweep. */
      readonly killed?: boolean;
    }
  | { readonly kind: 'book'; readonly strict: boolean }
  | { readonly kind: 'poll'; readonly partner: number; readonly collection: number; readonly limit: number }
);

const dt = fc.constantFrom(0, 0, 1, 5);
const object = fc.nat(OBJECTS - 1);
const collection = fc.nat(COLLECTIONS - 1);
const partner = fc.nat(PARTNERS - 1);
const tlp = fc.constantFrom(...TLP.slice(0, 3), 'red' as const);
const item = fc.record({ object, version: fc.integer({ min: 1, max: VERSIONS }) });

const op: fc.Arbitrary<Op> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('publish' as const),
      dt,
      collection,
      tlp,
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('submit' as const),
      dt,
      partner,
      collection,
      items: fc.array(item, { minLength: 1, maxLength: 3 }),
      forged: fc.constantFrom(false, false, false, false, false, true),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('retract' as const),
      dt,
      partner,
      collection,
      object,
      version: fc.option(fc.integer({ min: 1, max: VERSIONS }), { nil: undefined }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('consent' as const), dt, partner, given: fc.boolean() }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('delete' as const),
      dt,
      object,
      version: fc.option(fc.integer({ min: 1, max: VERSIONS }), { nil: undefined }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('relabel' as const), dt, object, tlp }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('tier' as const),
      dt,
      partner,
      collection,
      tier: fc.constantFrom(...TIERS),
      killed: fc.constantFrom(false, false, true),
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('book' as const), dt, strict: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('poll' as const),
      dt,
      partner,
      collection,
      limit: fc.integer({ min: 1, max: 3 }),
    }),
  },
);

/** Both partners begin as `partner` on both tracks often enough: an opening move before the random part. */
const opening: fc.Arbitrary<readonly Op[]> = fc
  .array(fc.record({ partner, collection, tier: fc.constantFrom('partner' as const, 'ally' as const) }), { maxLength: 3 })
  .map((moves) => moves.map((move) => ({ kind: 'tier' as const, dt: 0, ...move })));

export const histories: fc.Arbitrary<readonly Op[]> = fc
  .tuple(opening, fc.array(op, { minLength: 3, maxLength: 18 }))
  .map(([moves, ops]) => [...moves, ...ops]);
