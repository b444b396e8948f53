import { ParleyError } from '../core/errors.js';
import { requireWithin } from '../core/limits.js';
import type { Collection } from '../core/registry/collection.js';
import type { Decision } from '../core/release/decision.js';
import type { House } from './house.js';
import type { CellKey, InternedProfile, ReleaseClass } from './ports/matrix.js';
import type { RuleBook } from './ports/rule-engine.js';
import type { Reader, Sealer } from './ports/store.js';

/** What this process knows of one book's matrix, by content (class digest, profile digest, own): it holds for ever. */
interface Memory {
  readonly cells: Map<string, { readonly decision: Decision; readonly kept: boolean }>;
  /** Digests of the profiles whose stored cells were read. */
  readonly fetched: Set<string>;
}

const memories = new WeakMap<RuleBook, Memory>();

const memoryOf = (book: RuleBook): Memory => {
  const memory = memories.get(book) ?? { cells: new Map(), fetched: new Set() };
  memories.set(book, memory);
  return memory;
};

/**
 * The matrix as one transaction sees it: decisions by class and profile number, from memory, from the store, or made now.
 * Numbers are resolved inside the transaction (one that rolled back may have given them out), memory goes by content.
 */
export class Rulings {
  private readonly fresh: (CellKey & { decision: Decision })[] = [];
  private readonly memory: Memory;

  private constructor(
    private readonly house: House,
    private readonly reader: Reader,
    readonly book: RuleBook,
    private classes: ReadonlyMap<number, ReleaseClass>,
    private profiles: ReadonlyMap<number, InternedProfile>,
  ) {
    this.memory = memoryOf(book);
  }

  static async open(house: House, reader: Reader, book: RuleBook): Promise<Rulings> {
    const rulings = new Rulings(house, reader, book, new Map(), new Map());
    await rulings.reload();
    return rulings;
  }

  /** Reads the interned classes and profiles again, after some were added in this transaction. Errors: `limit-reached`. */
  async reload(): Promise<void> {
    this.classes = new Map((await this.reader.matrix.classes()).map((row) => [row.num, row]));
    this.profiles = new Map((await this.reader.matrix.profiles()).map((row) => [row.num, row]));
    requireWithin('classes_max', this.classes.size);
    requireWithin('profiles_max', this.profiles.size);
  }

  get classNums(): readonly number[] {
    return [...this.classes.keys()];
  }

  classOf(num: number): ReleaseClass {
    const found = this.classes.get(num);
    if (!found) throw new ParleyError('fault');
    return found;
  }

  profileOf(num: number): InternedProfile {
    const found = this.profiles.get(num);
    if (!found) throw new ParleyError('fault');
    return found;
  }

  /** Brings the stored decisions for a profile into memory, so that `decide` seldom has to ask the rule book. */
  async fetch(profile: number): Promise<void> {
    const { digest } = this.profileOf(profile);
    if (this.memory.fetched.has(digest)) return;
    for (const { class: releaseClass, own, decision } of await this.reader.matrix.cells(this.book.hash, profile)) {
      this.memory.cells.set(memoryKey(this.classOf(releaseClass).digest, digest, own), { decision, kept: true });
    }
    this.memory.fetched.add(digest);
  }

  decide(releaseClass: number, profile: number, own: boolean): Decision {
    const row = this.classOf(releaseClass);
    const reader = this.profileOf(profile);
    const key = memoryKey(row.digest, reader.digest, own);
    const remembered = this.memory.cells.get(key);
    if (remembered?.kept) return remembered.decision;
    const decision = remembered?.decision ?? this.book.decide(row.labels, reader.profile, own);
    if (!remembered) {
      for (const error of decision.errors) this.house.alarm('rule-erring', { book: this.book.hash, error });
    }
    this.memory.cells.set(key, { decision, kept: false });
    this.fresh.push({ book: this.book.hash, class: releaseClass, profile, own, decision });
    return decision;
  }

  /** Whether a profile may list a collection; an error denies and alarms. */
  lists(collection: Pick<Collection, 'track'>, profile: number): boolean {
    const { listed, errors } = this.book.list(collection, this.profileOf(profile).profile);
    for (const error of errors) this.house.alarm('rule-erring', { book: this.book.hash, error });
    return listed && errors.length === 0;
  }

  /** Keeps the decisions made in this transaction. */
  async keep(sealer: Sealer): Promise<void> {
    const cells = this.fresh.splice(0);
    await sealer.matrix.addCells(cells);
    for (const { class: releaseClass, profile, own, decision } of cells) {
      const key = memoryKey(this.classOf(releaseClass).digest, this.profileOf(profile).digest, own);
      this.memory.cells.set(key, { decision, kept: true });
    }
  }
}

const memoryKey = (classDigest: string, profileDigest: string, own: boolean): string =>
  `${classDigest} ${profileDigest} ${own ? 'own' : 'other'}`;
