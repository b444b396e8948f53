import type { Checker } from './checker.js';
import type { Dice } from './dice.js';
import type { Model, Slug } from './model.js';
import type { World } from './partner.js';
import { postOf, settledPost, settledWithdrawal } from './post.js';
import { type Answer, ask } from './request.js';
import { require } from './violation.js';

const TAXII = 'application/taxii+json;version=2.1';

/** What a status resource says, as far as it must not change. */
interface Status {
  readonly id: string;
  readonly status: string;
  readonly total_count: number;
  readonly pending_count: number;
  readonly successes?: readonly { readonly id: string; readonly version: string }[];
  readonly failures?: readonly { readonly id: string }[];
}

/** A partner's machine that sends and withdraws, one request after the other, and never the same again. */
export class Poster {
  constructor(
    private readonly slug: Slug,
    private readonly world: Pick<World, 'base' | 'collections'>,
    private readonly model: Model,
    private readonly checker: Checker,
    private readonly dice: Dice,
  ) {}

  /** `news`: a good moment to kill the server, since it is taking something, or has something large still to take in. */
  async step(news: () => void): Promise<void> {
    if (this.dice.chance(0.2) && (await this.#withdraw())) return;
    const post = postOf(this.model, this.slug, this.dice);
    await this.world.base();
    if (this.dice.chance(0.4)) news();
    const answer = await this.#ask('POST', `${this.world.collections[post.collection]}/objects/`, post.body);
    let status: Status | undefined;
    if (answer === undefined) this.model.sent.unanswered++;
    else {
      require(answer.status === 202, `a post of ${this.slug} was answered with ${answer.status}: ${answer.body}`);
      status = JSON.parse(answer.body) as Status;
      const due = post.isLarge ? 'pending' : 'complete';
      require(status.status === due && status.total_count === post.items.length, `not the status that is due: ${answer.body}`);
      this.model.acknowledged++;
      if (post.isLarge) news();
    }
    await this.checker.settle(settledPost(this.model, this.slug, post), status);
  }

  async #withdraw(): Promise<boolean> {
    const own = this.model.sent.things.filter(({ sender, withdrawn }) => sender === this.slug && !withdrawn).slice(-30);
    if (own.length === 0) return false;
    const thing = this.dice.pick(own);
    const answer = await this.#ask('DELETE', `${this.world.collections[thing.collection]}/objects/${thing.id}/`);
    // Who must not read a collection withdraws nothing from it.
    if (answer?.status === 403) return true;
    require(answer === undefined || answer.status === 200, `to withdraw ${thing.id} was answered with ${answer?.status}`);
    if (answer !== undefined) this.model.acknowledged++;
    await this.checker.settle(settledWithdrawal(this.model, thing), answer);
    return true;
  }

  /** Statuses that were acknowledged, or would have been, say what became of everything, to their sender and nobody else. */
  async checkStatuses(): Promise<void> {
    const own = this.model.sent.posts.filter(({ sender }) => sender === this.slug);
    const some = own.length === 0 ? [] : [...own.slice(-5), this.dice.pick(own), this.dice.pick(own)];
    for (const { id, successes, failures } of some) {
      const answer = await this.#ask('GET', `../status/${id}/`);
      require(answer?.status === 200, `the status ${id} is answered with ${answer?.status}`);
      const status = JSON.parse(answer?.body ?? '') as Status;
      require(status.status === 'complete' && status.pending_count === 0, `the status ${id} is not complete`);
      const told = (status.successes ?? []).map((one) => `${one.id} ${one.version.replace(/000Z$/, 'Z')}`);
      const wrong = (status.failures ?? []).map((one) => one.id);
      require(told.join() === successes.join() && wrong.join() === failures.join(), `the status ${id} tells of other objects`);
    }
    const foreign = this.model.sent.posts.filter(({ sender }) => sender !== this.slug).slice(-1);
    for (const { id } of foreign) {
      const answer = await this.#ask('GET', `../status/${id}/`);
      require(answer?.status === 404, `the status ${id} of another is answered with ${answer?.status}`);
    }
  }

  /** Undefined: not answered, or not now. */
  async #ask(method: string, path: string, body?: Buffer): Promise<Answer | undefined> {
    const base = await this.world.base();
    const token = this.dice.pick(this.model.tokens.filter(({ slug }) => slug === this.slug));
    const headers = { authorization: `Bearer ${token.secret}`, accept: TAXII, 'content-type': TAXII };
    const url = new URL(path, `${base}/taxii2/main/collections/`).href;
    const answer = await ask(url, { method, headers, body }).catch(() => undefined);
    return answer?.status === 503 ? undefined : answer;
  }
}
