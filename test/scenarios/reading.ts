import type { SmallNode } from './node.js';

export interface Page {
  /** 0: the connection was cut, or there is nobody. */
  readonly status: number;
  readonly ids: readonly string[];
  /** `added_after` of what comes behind; undefined: nothing came. */
  readonly last: string | undefined;
  readonly body: string;
}

/** A client that notes what came whole, and gets over what did not. */
export class Reading {
  readonly received = new Set<string>();
  readonly statuses = new Set<number>();

  constructor(private readonly node: SmallNode) {}

  async page(base: string, query: string): Promise<Page> {
    const page = await this.#fetched(base, query);
    this.statuses.add(page.status);
    for (const id of page.ids) this.received.add(id);
    return page;
  }

  /** Page by page behind a date, until nothing comes; the same again as long as it is not answered. */
  async follow(base: string, limit: number, patience_ms = 60_000): Promise<readonly string[]> {
    const ids: string[] = [];
    let after = '';
    for (const end = Date.now() + patience_ms; Date.now() < end; ) {
      const page = await this.page(base, `?limit=${limit}${after}`);
      if (page.status !== 200) {
        await new Promise((again) => setTimeout(again, 50));
        continue;
      }
      if (page.last === undefined) return ids;
      ids.push(...page.ids);
      after = `&added_after=${page.last}`;
    }
    throw new Error('it was never answered to the end');
  }

  get ids(): readonly string[] {
    return [...this.received].sort();
  }

  async #fetched(base: string, query: string): Promise<Page> {
    try {
      const { collection, headers } = this.node;
      const response = await fetch(`${base}/taxii2/main/collections/${collection}/objects/${query}`, { headers });
      const body = await response.text();
      const { objects = [] } = response.ok ? (JSON.parse(body) as { objects?: { id: string }[] }) : {};
      const last = response.headers.get('x-taxii-date-added-last') ?? undefined;
      return { status: response.status, ids: objects.map(({ id }) => id), last, body };
    } catch {
      return { status: 0, ids: [], last: undefined, body: '' };
    }
  }
}
