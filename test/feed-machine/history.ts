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

/** TLP that the text of a version carries by itself, by `object/version`; the last version of an object is its revocation. */
export const MARKED: Readonly<Record<string, (typeof TLP)[number]>> = { '0/3': 'green', '1/2': 'amber', '2/4': 'red' };

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
