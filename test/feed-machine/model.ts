import { COLLECTIONS, type Filter, MARKED, type Op, PARTNERS, TIERS, type Tier, type Tlp, VERSIONS } from './history.js';

/** The truth by the words of the design, with none of the code under test: who may see what, now. */
export class Model {
  /** object -> version -> collections */
  private readonly places = new Map<number, Map<number, Set<number>>>();
  /** What operators gave an object; it outlives deletion. */
  private readonly given = new Map<number, ReadonlySet<Tlp>>();
  private readonly tiers = new Map<string, Tier>();
  private strict = false;

  /** `refused`: whether the node did not take this very item; what it takes, or has already, is given the label. */
  publish(
    collection: number,
    tlp: Tlp,
    items: readonly { object: number; version: number }[],
    refused: (index: number) => boolean,
  ): void {
    items.forEach(({ object, version }, index) => {
      if (refused(index)) return;
      const versions = this.places.get(object) ?? new Map<number, Set<number>>();
      this.places.set(object, versions.set(version, (versions.get(version) ?? new Set()).add(collection)));
      this.given.set(object, new Set([...(this.given.get(object) ?? []), tlp]));
    });
  }

  apply(op: Op): void {
    if (op.kind === 'delete') {
      const versions = this.places.get(op.object);
      if (op.version === undefined) versions?.clear();
      else versions?.delete(op.version);
      if (versions?.size === 0) this.places.delete(op.object);
    }
    if (op.kind === 'tier') this.tiers.set(`${op.partner}/${op.collection}`, op.tier);
    if (op.kind === 'book') this.strict = op.strict;
    if (op.kind === 'relabel') this.given.set(op.object, new Set([op.tlp]));
  }

  holds(object: number, version?: number): boolean {
    return version === undefined ? this.places.has(object) : this.places.get(object)?.has(version) === true;
  }

  private rank(partner: number, collection: number): number {
    return TIERS.indexOf(this.tiers.get(`${partner}/${collection}`) ?? 'closed');
  }

  /** The default rule book in three lines; partner 0 is cleared for AMBER. The strict book forbids GREEN to all. */
  private allowed(partner: number, collection: number, tlp: Tlp): boolean {
    const rank = this.rank(partner, collection);
    if (tlp === 'clear') return rank >= 1;
    if (tlp === 'green') return rank >= 3 && !this.strict;
    return tlp === 'amber' && rank >= 3 && partner === 0;
  }

  /** The given labels and those that the text of the version carries: all must be allowed. */
  private readable(partner: number, collection: number, object: number, version: number): boolean {
    const own = MARKED[`${object}/${version}`];
    const levels = [...(this.given.get(object) ?? []), ...(own ? [own] : [])];
    return levels.every((level) => this.allowed(partner, collection, level));
  }

  private visible(partner: number, object: number, version: number): boolean {
    const versions = this.places.get(object);
    return [...(versions?.get(version) ?? [])].some((collection) => {
      if (this.rank(partner, collection) < 1) return false;
      const earlier = [...(versions ?? [])]
        .filter(([number, at]) => number < version && at.has(collection))
        .map(([number]) => number)
        .sort((a, b) => b - a)[0];
      const revokes = version === VERSIONS ? earlier : undefined;
      return [version, revokes ?? version].every((one) => this.readable(partner, collection, object, one));
    });
  }

  /** Versions that a client of this partner, collection and filter should hold, as `object/version`. */
  target(partner: number, collection: number, filter: Filter): ReadonlySet<string> {
    const target = new Set<string>();
    if (this.rank(partner, collection) < 1) return target;
    for (const [object, versions] of this.places) {
      const newest = Math.max(...versions.keys());
      const here = [...versions]
        .filter(([, at]) => at.has(collection))
        .map(([version]) => version)
        .sort((a, b) => a - b);
      const newestHere = here.at(-1);
      if (newestHere === undefined) continue;
      if (!this.visible(partner, object, newest) || !this.visible(partner, object, newestHere)) continue;
      const seen = here.filter((version) => this.visible(partner, object, version));
      const wanted = filter === 'all' ? seen : filter === 'last' ? [newestHere] : seen.slice(0, 1);
      for (const version of wanted) target.add(`${object}/${version}`);
    }
    return target;
  }

  /** Everything a partner's feeds are about, to see whether an event changed it. */
  fingerprint(partner: number, collection: number): string {
    return (['all', 'last', 'first'] as const)
      .map((filter) => [...this.target(partner, collection, filter)].sort().join())
      .join('|');
  }

  /** Objects that the partner may see in some version now. */
  seenBy(partner: number): ReadonlySet<number> {
    const seen = new Set<number>();
    for (let collection = 0; collection < COLLECTIONS; collection++) {
      for (const key of this.target(partner, collection, 'all')) seen.add(Number(key.split('/')[0]));
    }
    return seen;
  }

  static readonly partners = Array.from({ length: PARTNERS }, (_, partner) => partner);
  static readonly collections = Array.from({ length: COLLECTIONS }, (_, collection) => collection);
}
