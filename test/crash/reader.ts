import type { Dice } from './dice.js';
import type { Alias } from './model.js';
import { otherAlias, type Partner } from './partner.js';

/** `next`: pages by it, and goes on later from the last date. `added_after`: by the last date alone, page by page. */
export type Paging = 'next' | 'added_after';

/** A client that keeps a copy of one collection up to date, and never starts over. */
export class Follower {
  /** `object version` of what has come. */
  readonly got = new Set<string>();
  #after = '';
  #next: string | undefined;

  constructor(
    readonly partner: Partner,
    readonly alias: Alias,
    private readonly paging: Paging,
    private readonly limit: number,
  ) {}

  /** One page; whether there may be another. */
  async step(): Promise<boolean> {
    const place = this.#next === undefined ? this.#after : `&next=${encodeURIComponent(this.#next)}`;
    const page = await this.partner.ask('objects', this.alias, { query: `?limit=${this.limit}${place}` });
    if (page === undefined) {
      this.#next = undefined;
      return false;
    }
    for (const { object, version } of page.items) this.got.add(`${object} ${version}`);
    const last = page.answer.headers['x-taxii-date-added-last'];
    if (typeof last === 'string') this.#after = `&added_after=${last}`;
    this.#next = this.paging === 'next' ? (JSON.parse(page.answer.body) as { next?: string }).next : undefined;
    return page.items.length > 0;
  }
}

/** Everything that a partner's feed holds now, for a client that comes fresh. */
export const drained = async (partner: Partner, alias: Alias, limit: number): Promise<ReadonlySet<string>> => {
  const follower = new Follower(partner, alias, 'next', limit);
  while (await follower.step());
  return follower.got;
};

/** A client that looks at this and that, in all the other ways there are. */
export const wander = async (partner: Partner, dice: Dice, known: () => string | undefined): Promise<void> => {
  const alias = otherAlias(dice);
  const limit = dice.between(1, 60);
  const object = known();
  switch (dice.below(object === undefined ? 3 : 6)) {
    case 0:
      await partner.ask('manifest', alias, { query: `?limit=${limit}` });
      break;
    case 1:
      await partner.ask('objects', alias, { query: `?limit=${limit}&match[version]=all` });
      break;
    case 2:
      await partner.askCheckpoint(dice.pick(['own', 'common']));
      break;
    case 3:
      await partner.ask('versions', alias, { object });
      break;
    case 4:
      await partner.ask('object', alias, { object });
      break;
    default:
      await partner.ask('object', alias, { object, query: '?match[version]=all' });
  }
};
