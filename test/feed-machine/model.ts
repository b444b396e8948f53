import { COLLECTIONS, type Filter, type Op, PARTNERS, TIERS, type Tier, type Tlp, VERSIONS } from './history.js';

/** The truth by the words of the design, with none of the code under test: who may see what, now. */
export class Model {
  /** object -> version -> collection -> TLP */
  private readonly places = new Map<number, Map<number, Map<number, Tlp>>>();
  private readonly tiers = new Map<string, Tier>();
  private strict = false;

  /** `accepted`: whether the node took this very item. */
  publish(
    collection: number,
    tlp: Tlp,
    items: readonly { object: number; version: number }[],
    accepted: (index: number) => boolean,
  ): void {
    items.forEach(({ object, version }, index) => {
      if (!accepted(index)) return;
      const versions = this.places.get(object) ?? new Map<number, Map<number, Tlp>>();
      const at = versions.get(version) ?? new Map<number, Tlp>();
      if (!at.has(collection)) at.set(collection, tlp);
      this.places.set(object, versions.set(version, at));
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
    if (op.kind === 'relabel') {
      for (const at of this.places.get(op.object)?.values() ?? []) for (const collection of at.keys()) at.set(collection, op.tlp);
    }
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

  private visible(partner: number, object: number, version: number): boolean {
    const versions = this.places.get(object);
    return [...(versions?.get(version) ?? [])].some(([collection, own]) => {
      if (this.rank(partner, collection) < 1) return false;
      const earlier = [...(versions ?? [])]
        .filter(([number, at]) => number < version && at.has(collection))
        .sort(([a], [b]) => b - a)[0];
      const tlp = version === VERSIONS && earlier ? (earlier[1].get(collection) ?? own) : own;
      return this.allowed(partner, collection, tlp);
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
