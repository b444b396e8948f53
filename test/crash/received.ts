import { createHash } from 'node:crypto';
import type { Answer } from './request.js';

export type Endpoint = 'objects' | 'object' | 'manifest' | 'versions';
export type Carried = 'content' | 'listing';

export interface Asked {
  readonly slug: string;
  readonly token_id: string;
  readonly endpoint: Endpoint;
  readonly alias: string;
  readonly collection_id: string;
  /** For `object` and `versions`. */
  readonly object?: string | undefined;
  /** Behind the path of the endpoint. */
  readonly query: string;
}

/** An attempt to which no whole answer came: what it would have brought may have been put on record. */
export interface Interrupted {
  readonly asked: Asked;
  readonly from_ms: number;
  readonly to_ms: number;
  /** When the client, asking again, was answered at last. */
  answered_ms: number;
}

export interface Item {
  readonly object: string;
  readonly version: string;
}

export const carriedBy = (endpoint: Endpoint): Carried =>
  endpoint === 'objects' || endpoint === 'object' ? 'content' : 'listing';

/** What clients really hold, by their own records: of answers that came whole, with 200. */
export class Received {
  readonly #editions: Record<Carried, Set<string>> = { content: new Set(), listing: new Set() };
  /** How often an answer of these items came, by what a delivery is told by. */
  readonly answers = new Map<string, number>();
  readonly interrupted: Interrupted[] = [];

  /** Notes an answer, and gives what it brought. */
  note(asked: Asked, answer: Answer): readonly Item[] {
    const carried = carriedBy(asked.endpoint);
    const items = itemsOf(asked, answer.body);
    for (const item of items) this.#editions[carried].add(keyOf(asked.slug, asked.alias, item));
    if (items.length > 0) {
      const { token_id, endpoint, collection_id: collection } = asked;
      const key = deliveryKey({ token_id, endpoint, collection, content: digestOf(carried, items, answer.body) });
      this.answers.set(key, (this.answers.get(key) ?? 0) + 1);
    }
    return items;
  }

  holds(carried: Carried, key: string): boolean {
    return this.#editions[carried].has(key);
  }

  keys(carried: Carried): Iterable<string> {
    return this.#editions[carried];
  }

  get size(): number {
    return this.#editions.content.size + this.#editions.listing.size;
  }
}

export const keyOf = (slug: string, alias: string, { object, version }: Item): string => `${slug} ${alias} ${object} ${version}`;

export interface DeliveryFacts {
  readonly token_id: string;
  readonly endpoint: string;
  readonly collection: string;
  readonly content: string;
}

export const deliveryKey = ({ token_id, endpoint, collection, content }: DeliveryFacts): string =>
  `${token_id} ${endpoint} ${collection} ${content}`;

interface Body {
  readonly objects?: readonly { readonly id: string; readonly modified: string; readonly version: string }[];
  readonly versions?: readonly string[];
}

const itemsOf = ({ endpoint, object = '' }: Asked, text: string): readonly Item[] => {
  const body = JSON.parse(text) as Body;
  if (endpoint === 'versions') return (body.versions ?? []).map((version) => ({ object, version: toMilliseconds(version) }));
  return (body.objects ?? []).map(({ id, modified, version }) => ({
    object: id,
    version: endpoint === 'manifest' ? toMilliseconds(version) : modified,
  }));
};

/** The harness gives its versions in whole milliseconds. */
const toMilliseconds = (version: string): string => version.replace(/000Z$/, 'Z');
const toMicroseconds = (version: string): string => version.replace(/Z$/, '000Z');

const LIST = '"objects":[';

/** Made anew, as any partner can: of contents the items as sent, of listings a line each. */
const digestOf = (carried: Carried, items: readonly Item[], body: string): string => {
  const text =
    carried === 'content'
      ? body.slice(body.indexOf(LIST) + LIST.length, -2)
      : items.map(({ object, version }) => `${object} ${toMicroseconds(version)}\n`).join('');
  return `sha256:${createHash('sha256').update(text).digest('hex')}`;
};
