import { randomUUID } from 'node:crypto';
import { CONSENT, Sent } from './sent.js';
import { require } from './violation.js';

export const TRACK_OF = { ics: 'cyber', fin: 'finance' } as const;
export type Alias = keyof typeof TRACK_OF;
export const ALIASES = Object.keys(TRACK_OF) as readonly Alias[];

/** Who has the clearance for what carries no label. */
export const CLEARED = 'quay';
export const SLUGS = ['meridian', 'lantern', CLEARED] as const;
export type Slug = (typeof SLUGS)[number];

export const TIERS = ['closed', 'contact', 'proving', 'partner', 'ally'] as const;
export type Tier = (typeof TIERS)[number];
export type Tlp = 'clear' | 'green' | 'red' | 'none';
export type Book = 'default' | 'strict';

/**
 * Something that one command at a time may change, so that what was acknowledged of it is known, and what a killed command has
 * left can be seen.
 */
export class Turn {
  busy = false;
  /** Grows with every command that takes it. */
  count = 0;

  take(): void {
    require(!this.busy, 'the harness lets one command at a time change a thing');
    this.busy = true;
    this.count++;
  }

  give(): void {
    this.busy = false;
  }
}

/** An object of the imports. */
export interface Thing {
  readonly id: string;
  readonly collection: Alias;
  tlp: Tlp;
  /** RFC 3339, ascending; none: it is not known to be stored. */
  versions: string[];
  deleted: boolean;
  readonly turn: Turn;
}

export interface Standing {
  readonly slug: Slug;
  readonly track: string;
  tier: Tier;
  readonly turn: Turn;
}

/** What has been acknowledged, and so must be there whatever is killed. */
export class Model {
  readonly things: Thing[] = [];
  readonly sent = new Sent();
  readonly tiers: readonly Standing[] = SLUGS.flatMap((slug) =>
    Object.values(TRACK_OF).map((track) => ({ slug, track, tier: 'closed' as Tier, turn: new Turn() })),
  );
  readonly book: { name: Book; readonly turn: Turn } = { name: 'default', turn: new Turn() };
  /** Acknowledged ones, with their secrets. */
  readonly tokens: { readonly id: string; readonly secret: string; readonly slug: Slug }[] = [];
  /** How often each kind of event has happened since the node was set up, as far as it leaves one leaf each. */
  readonly events = new Map<string, number>();
  /** When rights of a partner, or of all, were being moved. */
  readonly moves: { readonly slug: Slug | undefined; readonly from_ms: number; to_ms: number }[] = [];
  /** Commands that ended with 0, and posts and withdrawals that were answered. */
  acknowledged = 0;

  happened(kind: string, times = 1): void {
    this.events.set(kind, (this.events.get(kind) ?? 0) + times);
  }

  movedWithin(slug: string, from_ms: number, to_ms: number): boolean {
    return this.moves.some((move) => (move.slug ?? slug) === slug && move.from_ms <= to_ms && move.to_ms >= from_ms);
  }

  freshThing(collection: Alias, tlp: Tlp): Thing {
    const thing: Thing = { id: `indicator--${randomUUID()}`, collection, tlp, versions: [], deleted: false, turn: new Turn() };
    thing.turn.take();
    return thing;
  }

  tierOf(slug: Slug, alias: Alias): Tier {
    return this.tiers.find((one) => one.slug === slug && one.track === TRACK_OF[alias])?.tier ?? 'closed';
  }

  /** What the rule book says, told a second time in plain words: the newest version of each object that a partner may see. */
  visible(slug: Slug, alias: Alias): ReadonlySet<string> {
    const rank = TIERS.indexOf(this.tierOf(slug, alias));
    const needed: Record<Tlp, number> = {
      clear: 1,
      green: this.book.name === 'strict' ? 4 : 3,
      none: slug === CLEARED ? 3 : Number.POSITIVE_INFINITY,
      red: Number.POSITIVE_INFINITY,
    };
    const things = this.things.filter(({ collection, deleted, tlp }) => collection === alias && !deleted && rank >= needed[tlp]);
    // A partner reads its own back, however it is marked; another only with its consent.
    const sent = this.sent.things.filter(({ collection, withdrawn, sender, tlp }) => {
      if (collection !== alias || withdrawn) return false;
      if (sender === slug) return rank >= 1;
      return sender === CONSENT.from && slug === CONSENT.to && rank >= needed[tlp];
    });
    return new Set([
      ...things.map(({ id, versions }) => `${id} ${versions.at(-1)}`),
      ...sent.map(({ id, versions }) => `${id} ${versions.at(-1)?.version}`),
    ]);
  }
}
