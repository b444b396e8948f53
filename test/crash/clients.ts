import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.js';
import { ALIASES, type Model, SLUGS, type Slug } from './model.js';
import { Partner, type Token, type World } from './partner.js';
import { drained, Follower, wander } from './reader.js';
import { get } from './request.js';
import { require, requireNone } from './violation.js';

const PAUSE_MS_MAX = 700;
const HURRY_MS = 400;

/** All clients of all partners. They read without end, as long as they are let. */
export class Clients {
  readonly #followers: readonly Follower[];
  readonly #failed: (error: unknown) => void;
  #loops: Promise<void>[] = [];
  #reading = false;
  #hurry = 0;
  #waiting: (() => void)[] = [];

  constructor(
    private readonly world: World,
    private readonly model: Model,
    private readonly dice: Dice,
    failed: (error: unknown) => void,
  ) {
    this.#failed = failed;
    this.#followers = SLUGS.flatMap((slug) =>
      ALIASES.flatMap((alias) =>
        (['next', 'added_after'] as const).map((paging) => new Follower(this.#partner(slug), alias, paging, dice.between(1, 9))),
      ),
    );
  }

  begin(): void {
    this.#reading = true;
    const read = (turn: () => Promise<unknown>): Promise<void> => this.#loop(turn).catch(this.#failed);
    this.#loops = [
      ...this.#followers.map((follower) => read(() => follower.step())),
      ...SLUGS.map((slug) => read(() => wander(this.#partner(slug), this.dice, () => this.#recent()))),
    ];
  }

  /** Everybody at once, for a while: much that is new is asked for in the same moment. */
  hurry(): void {
    this.#hurry = Date.now() + HURRY_MS;
    for (const wake of this.#waiting.splice(0)) wake();
  }

  /** Ends when every client has been answered what it was asking for. */
  async end(): Promise<void> {
    this.#reading = false;
    this.hurry();
    await Promise.all(this.#loops);
  }

  async #loop(turn: () => Promise<unknown>): Promise<void> {
    while (this.#reading) {
      await turn();
      if (Date.now() > this.#hurry) await Promise.race([sleep(this.dice.below(PAUSE_MS_MAX)), this.#hurried()]);
    }
  }

  #hurried(): Promise<void> {
    return new Promise((wake) => this.#waiting.push(wake));
  }

  #recent(): string | undefined {
    const recent = this.model.things.slice(-40);
    return recent.length === 0 ? undefined : this.dice.pick(recent).id;
  }

  #partner(slug: Slug, token?: Token): Partner {
    const own = this.model.tokens.filter((one) => one.slug === slug);
    return new Partner(slug, this.world, this.dice, token ?? this.dice.pick(own));
  }

  /**
   * When nothing changes: each partner's feeds hold exactly what the rule book gives it, and who followed them all the time, page
   * by page, has missed nothing of it.
   */
  async checkFeeds(): Promise<number> {
    let checked = 0;
    for (const slug of SLUGS) {
      for (const alias of ALIASES) {
        const visible = this.model.visible(slug, alias);
        const feed = await drained(this.#partner(slug), alias, this.dice.between(5, 400));
        const name = `the feed of ${slug} in ${alias}`;
        requireNone(missing(visible, feed), `${name} lacks what was acknowledged and is released`);
        requireNone(missing(feed, visible), `${name} has what is withheld or was never acknowledged`);
        for (const follower of this.#followers.filter((one) => one.partner.slug === slug && one.alias === alias)) {
          while (await follower.step());
          requireNone(missing(feed, follower.got), `${name}: a client that followed it page by page missed something`);
        }
        checked += feed.size;
      }
    }
    return checked;
  }

  /** Tokens that were acknowledged open the door: the newest, and some others. */
  async checkTokens(): Promise<void> {
    const base = await this.world.base();
    const { tokens } = this.model;
    for (const { secret } of [...tokens.slice(-5), this.dice.pick(tokens)]) {
      const headers = { authorization: `Bearer ${secret}`, accept: 'application/taxii+json;version=2.1' };
      const { status } = await get(`${base}/taxii2/`, headers);
      require(status === 200, `a token that was acknowledged is answered with ${status}`);
    }
  }
}

const missing = (wanted: ReadonlySet<string>, there: ReadonlySet<string>): readonly string[] =>
  [...wanted].filter((one) => !there.has(one));
