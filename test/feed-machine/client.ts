import { disclosePage } from '../../src/exchange/disclosure/disclose.js';
import type { Page } from '../../src/exchange/page.js';
import type { Filter, Style } from './history.js';
import type { Model } from './model.js';
import { idOf, keyOfText } from './texts.js';
import type { Law, Stage } from './verdict.js';

/** A partner's client: it remembers its place as its style tells it to, and everything it was given. */
export class Client {
  private next: string | undefined;
  private addedAfter: number | undefined;
  private lastAdded = -1;
  readonly bag = new Map<string, string>();
  /** Ids under which it was given each version, and those of retirements. */
  readonly editions = new Map<string, Set<string>>();

  constructor(
    readonly partner: number,
    readonly collection: number,
    readonly filter: Filter,
    readonly style: Style,
  ) {}

  async poll(stage: Stage, model: Model, limit: number, broken: Set<Law>, transcript: string[]): Promise<boolean> {
    const { house } = stage;
    const caller = await house.store.read((reader) => reader.registry.participant(`p${this.partner}`));
    if (!caller) throw new Error('no such partner');
    const request = {
      collection: `c${this.collection}`,
      selection: { versions: [{ kind: this.filter }] },
      addedAfter: this.addedAfter,
      next: this.next,
      limit,
      endpoint: 'objects',
    } as const;
    const page = await disclosePage(house, caller, request).catch((error: { code?: string }) => {
      // It may write there all the same: then the collection is no secret, and still says nothing.
      if (error.code === 'not-found' || error.code === 'not-readable') return undefined;
      throw error;
    });
    transcript.push(`${this.collection} ${this.filter} ${this.style} ${limit} ${JSON.stringify(page && visibleOf(page))}`);
    if (!page) return false;
    this.judge(page, model, broken);
    // It remembers the last date it was given: a page that ends a walk may be empty.
    if (this.lastAdded >= 0 && (this.style === 'added_after' || !page.more)) this.addedAfter = this.lastAdded * 1000;
    this.next = this.style === 'next' ? page.next : undefined;
    return page.items.length > 0;
  }

  /** DUP and GHOST as far as editions go: an object arrives under its own id, and nothing retires that never came. */
  private remember(key: string, { object, id }: { object: number; id: string }, text: string, broken: Set<Law>): void {
    const ids = this.editions.get(key) ?? new Set();
    if (id !== idOf(object) && text.includes('"revoked":true') && !ids.has(id)) broken.add('GHOST');
    this.editions.set(key, ids.add(id));
    if (ids.size > 1) broken.add('DUP');
  }

  private judge(page: Page, model: Model, broken: Set<Law>): void {
    const allowed = model.target(this.partner, this.collection, this.filter);
    for (const { added, text } of page.items) {
      const { key, ...arrived } = keyOfText(text);
      if (added <= this.lastAdded) broken.add('ORDER');
      this.lastAdded = added;
      if (!allowed.has(key)) broken.add('EXTRA');
      if ((this.bag.get(key) ?? text) !== text) broken.add('SAME');
      this.remember(key, arrived, text, broken);
      this.bag.set(key, text);
    }
  }
}

const visibleOf = ({ items, more, next }: Page) => ({ items: items.map(({ added, text }) => [added, text]), more, next });
