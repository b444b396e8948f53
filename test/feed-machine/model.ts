import {
  COLLECTIONS,
  type Filter,
  markOf,
  type Op,
  PARTNERS,
  type Sender,
  TIERS,
  type Tier,
  type Tlp,
  VERSIONS,
} from './history.js';
import { lineKey, versionKey } from './texts.js';

/** The versions of one object that one sender has brought. */
interface Line {
  readonly object: number;
  readonly sender: Sender;
  /** The host's goes first, then who came first; it outlives deletion. */
  readonly rank: number;
  /** version -> collections */
  readonly versions: Map<number, Set<number>>;
  /** What operators gave it; it outlives deletion. */
  given: ReadonlySet<Tlp>;
}

/** The truth by the words of the design, with none of the code under test: who may see what, now. */
export class Model {
  private readonly lines = new Map<string, Line>();
  private readonly tiers = new Map<string, Tier>();
  private readonly refusing = new Set<number>();
  /** partner/collection/object -> the line that this feed has. */
  private readonly shown = new Map<string, string>();
  /** Forged objects of a partner in a collection. */
  private readonly apart = new Set<string>();
  private strict = false;

  /** `tlp`: what an operator gives on import. `refused`: whether the node did not take this very item. */
  take(
    sender: Sender,
    { collection, items, tlp }: { collection: number; items: Extract<Op, { kind: 'publish' }>['items']; tlp?: Tlp },
    refused: (index: number) => boolean = () => false,
  ): void {
    items.forEach(({ object, version }, index) => {
      if (refused(index)) return;
      const rank = sender === 'host' ? 0 : this.lines.size + 1;
      const line = this.lines.get(lineKey(object, sender)) ?? { object, sender, rank, versions: new Map(), given: new Set() };
      this.lines.set(lineKey(object, sender), line);
      line.versions.set(version, (line.versions.get(version) ?? new Set()).add(collection));
      if (tlp !== undefined) line.given = new Set([...line.given, tlp]);
    });
    this.touch(items.map(({ object }) => lineKey(object, sender)));
  }

  keepApart(partner: number, collection: number, items: readonly { object: number }[]): void {
    for (const { object } of items) this.apart.add(`${partner}/${collection}/${object}`);
  }

  /** Whether the partner had anything of it there, and it is gone. */
  retract({ partner, collection, object, version }: Extract<Op, { kind: 'retract' }>): boolean {
    const line = this.lines.get(lineKey(object, partner));
    const here = [...(line?.versions ?? [])].filter(([, at]) => at.has(collection));
    const doomed = here.filter(([number]) => version === undefined || number === version);
    if (doomed.length > 0) this.touch([lineKey(object, partner)]);
    for (const [number, at] of doomed) {
      at.delete(collection);
      if (at.size === 0) line?.versions.delete(number);
    }
    if (doomed.length > 0) this.touch([lineKey(object, partner)]);
    return this.apart.delete(`${partner}/${collection}/${object}`) || here.length > 0;
  }

  delete(object: number, version: number | undefined): void {
    const lines = this.linesOf(object).filter(({ versions }) =>
      version === undefined ? versions.size > 0 : versions.has(version),
    );
    const keys = lines.map(({ sender }) => lineKey(object, sender));
    this.touch(keys);
    for (const { versions } of lines) {
      if (version === undefined) versions.clear();
      else versions.delete(version);
    }
    this.touch(keys);
  }

  relabel(object: number, tlp: Tlp): void {
    const keys = this.linesOf(object).map(({ sender }) => lineKey(object, sender));
    this.touch(keys);
    for (const line of this.linesOf(object)) line.given = new Set([tlp]);
    this.touch(keys);
  }

  /** Rights move: what was owed before is swept first. */
  move(op: Extract<Op, { kind: 'tier' | 'book' | 'consent' }>): void {
    for (const partner of Model.partners) if (op.kind === 'book' || op.partner === partner) this.settle(partner);
    if (op.kind === 'tier') this.tiers.set(`${op.partner}/${op.collection}`, op.tier);
    if (op.kind === 'book') this.strict = op.strict;
    if (op.kind === 'consent' && op.given) this.refusing.delete(op.partner);
    if (op.kind === 'consent' && !op.given) this.refusing.add(op.partner);
  }

  /** Some line of the object stands somewhere, in that version. */
  holds(object: number, version?: number): boolean {
    return this.linesOf(object).some(({ versions }) => (version === undefined ? versions.size > 0 : versions.has(version)));
  }

  /** It came once. */
  knows(object: number): boolean {
    return this.linesOf(object).length > 0;
  }

  mayReceive(partner: number): boolean {
    return !this.refusing.has(partner);
  }

  lists(partner: number, collection: number): boolean {
    return this.rank(partner, collection) >= 1;
  }

  /** A partner's feeds have come up to date: what they have now stays there as long as it may be seen. */
  settle(partner: number, only?: number): void {
    for (const collection of Model.collections) {
      for (const object of only === undefined ? new Set([...this.lines.values()].map((line) => line.object)) : [only]) {
        const line = this.choice(partner, collection, object);
        const place = `${partner}/${collection}/${object}`;
        if (line) this.shown.set(place, lineKey(object, line.sender));
        else this.shown.delete(place);
      }
    }
  }

  /** Lines that changed, or are about to: whose feed shows one comes up to date with all of that id; nobody else's. */
  touch(keys: readonly string[]): void {
    for (const key of keys) {
      const line = this.lines.get(key);
      if (line === undefined) continue;
      for (const partner of Model.partners) {
        const shows = Model.collections.some(
          (collection) =>
            this.choice(partner, collection, line.object) === line ||
            this.shown.get(`${partner}/${collection}/${line.object}`) === key,
        );
        if (shows) this.settle(partner, line.object);
      }
    }
  }

  private linesOf(object: number): readonly Line[] {
    return [...this.lines.values()].filter((line) => line.object === object);
  }

  private rank(partner: number, collection: number): number {
    return TIERS.indexOf(this.tiers.get(`${partner}/${collection}`) ?? 'closed');
  }

  /** The default rule book in some lines; partner 0 is cleared for AMBER. The strict book forbids GREEN to all, its sender too. */
  private readable(partner: number, collection: number, { object, sender, given }: Line, version: number): boolean {
    const mark = markOf(object, version, sender);
    const levels = new Set([...given, ...(mark ? [mark] : [])]);
    const rank = this.rank(partner, collection);
    if (rank < 1 || levels.has('red') || (this.strict && levels.has('green'))) return false;
    if (sender === partner) return true;
    if (sender !== 'host' && this.refusing.has(partner)) return false;
    if (levels.size === 0 || levels.has('amber')) return rank >= 3 && partner === 0;
    return rank >= (levels.has('green') ? 3 : 1);
  }

  private visible(partner: number, line: Line, version: number): boolean {
    return [...(line.versions.get(version) ?? [])].some((collection) => {
      if (this.rank(partner, collection) < 1) return false;
      const earlier = [...line.versions]
        .filter(([number, at]) => number < version && at.has(collection))
        .map(([number]) => number)
        .sort((a, b) => b - a)[0];
      const revokes = version === VERSIONS ? earlier : undefined;
      return [version, revokes ?? version].every((one) => this.readable(partner, collection, line, one));
    });
  }

  /** The versions of this line that the partner may see in this collection, oldest first; none where the newest is withheld. */
  private wanted(partner: number, collection: number, line: Line): readonly number[] {
    const here = [...line.versions]
      .filter(([, at]) => at.has(collection))
      .map(([version]) => version)
      .sort((a, b) => a - b);
    const newestHere = here.at(-1);
    if (newestHere === undefined || this.rank(partner, collection) < 1) return [];
    const newest = Math.max(...line.versions.keys());
    if (!this.visible(partner, line, newest) || !this.visible(partner, line, newestHere)) return [];
    return here.filter((version) => this.visible(partner, line, version));
  }

  /** The one line of an object that a feed shows: the partner's own, else the one it has, else the host's, else the first. */
  private choice(partner: number, collection: number, object: number): Line | undefined {
    const seen = this.linesOf(object).filter((line) => this.wanted(partner, collection, line).length > 0);
    const shown = this.shown.get(`${partner}/${collection}/${object}`);
    return (
      seen.find(({ sender }) => sender === partner) ??
      seen.find(({ sender }) => lineKey(object, sender) === shown) ??
      seen.toSorted((a, b) => a.rank - b.rank)[0]
    );
  }

  /** Versions that a client of this partner, collection and filter should hold, by their keys. */
  target(partner: number, collection: number, filter: Filter): ReadonlySet<string> {
    const target = new Set<string>();
    for (const object of new Set([...this.lines.values()].map((line) => line.object))) {
      const line = this.choice(partner, collection, object);
      if (line === undefined) continue;
      const seen = this.wanted(partner, collection, line);
      const wanted = filter === 'all' ? seen : filter === 'last' ? seen.slice(-1) : seen.slice(0, 1);
      for (const version of wanted) target.add(versionKey(object, version, line.sender));
    }
    return target;
  }

  /** Everything a partner's feeds are about, to see whether an event changed it. */
  fingerprint(partner: number, collection: number): string {
    return (['all', 'last', 'first'] as const)
      .map((filter) => [...this.target(partner, collection, filter)].sort().join())
      .join('|');
  }

  /** Lines that a feed of the partner shows in some version now. */
  seenBy(partner: number): ReadonlySet<string> {
    const keys = Model.collections.flatMap((collection) => [...this.target(partner, collection, 'all')]);
    return new Set(keys.map((key) => key.replace(/\/\d/, '')));
  }

  static readonly partners = Array.from({ length: PARTNERS }, (_, partner) => partner);
  static readonly collections = Array.from({ length: COLLECTIONS }, (_, collection) => collection);
}
