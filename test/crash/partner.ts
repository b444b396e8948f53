import { setTimeout as sleep } from 'node:timers/promises';
import type { Dice } from './dice.js';
import { ALIASES, type Alias, type Slug } from './model.js';
import type { Notes } from './notes.js';
import type { Asked, Endpoint, Interrupted, Item, Received } from './received.js';
import { type Answer, get } from './request.js';
import { require } from './violation.js';

export interface Token {
  readonly id: string;
  readonly secret: string;
}

export interface World {
  /** The address of the server; waits for one. */
  readonly base: () => Promise<string>;
  readonly collections: Readonly<Record<Alias, string>>;
  readonly received: Received;
  readonly notes: Notes;
}

const RETRY_MS = 15;

/** A partner's client machine: it asks again, the same, until it is answered. */
export class Partner {
  constructor(
    readonly slug: Slug,
    private readonly world: World,
    private readonly dice: Dice,
    readonly token: Token,
  ) {}

  /** What came with 200; undefined: 404, or 403. */
  async ask(
    endpoint: Endpoint,
    alias: Alias,
    rest: { readonly object?: string | undefined; readonly query?: string } = {},
  ): Promise<{ readonly answer: Answer; readonly items: readonly Item[] } | undefined> {
    const asked: Asked = {
      slug: this.slug,
      token_id: this.token.id,
      endpoint,
      alias,
      collection_id: this.world.collections[alias],
      query: '',
      ...rest,
    };
    const interrupted: Interrupted[] = [];
    let answer = await this.#attempt(asked, interrupted);
    while (answer === undefined) {
      await sleep(RETRY_MS);
      answer = await this.#attempt(asked, interrupted);
    }
    for (const attempt of interrupted) attempt.answered_ms = Date.now();
    // 403: it may write there, and not read.
    require([200, 403, 404].includes(answer.status), `${endpoint} answered ${answer.status}: ${answer.body}`);
    return answer.status !== 200 ? undefined : { answer, items: this.world.received.note(asked, answer) };
  }

  /** A checkpoint as it is published, where it is. */
  async askCheckpoint(ledger: 'own' | 'common'): Promise<void> {
    try {
      const answer = await get(`${await this.world.base()}/ledger/${ledger}/checkpoint`, this.#headers);
      if (answer.status === 200) this.world.notes.see(answer.body);
    } catch (error) {
      if (error instanceof Error && error.name === 'Violation') throw error;
    }
  }

  get #headers(): Readonly<Record<string, string>> {
    return { authorization: `Bearer ${this.token.secret}`, accept: 'application/taxii+json;version=2.1' };
  }

  /** Undefined: not answered, or not now. */
  async #attempt(asked: Asked, attempts: Interrupted[]): Promise<Answer | undefined> {
    const base = await this.world.base();
    const from_ms = Date.now();
    const hangUp_ms = this.dice.chance(0.02) ? this.dice.below(10) : undefined;
    const interrupted = (to_ms: number): void => {
      const attempt = { asked, from_ms, to_ms, answered_ms: Number.POSITIVE_INFINITY };
      attempts.push(attempt);
      this.world.received.interrupted.push(attempt);
    };
    try {
      const answer = await get(`${base}/taxii2/main/collections/${pathOf(asked)}`, this.#headers, hangUp_ms);
      if (answer.status !== 503) return answer;
      interrupted(Date.now());
    } catch {
      // who hung up does not know how long the server went on with it
      interrupted(Date.now() + (hangUp_ms === undefined ? 0 : 5_000));
    }
    return undefined;
  }
}

const pathOf = ({ endpoint, collection_id, object, query }: Asked): string => {
  const path = {
    objects: 'objects/',
    manifest: 'manifest/',
    object: `objects/${object}/`,
    versions: `objects/${object}/versions/`,
  };
  return `${collection_id}/${path[endpoint]}${query}`;
};

export const otherAlias = (dice: Dice): Alias => dice.pick(ALIASES);
