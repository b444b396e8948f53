import { createHash } from 'node:crypto';
import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { PullPosition } from '../../core/pull/pull-position.js';
import { dateAdded } from './date-added.js';
import { readPage } from './read-page.js';
import { shownUrl } from './shown-url.js';
import { stepAfter } from './step-after.js';
import type { TaxiiClient } from './taxii-client.js';

/** A page that came, to be published. */
export interface DrainedPage {
  /** The list of objects as it came; empty: none. */
  readonly objects: Uint8Array;
  /** Where a pull goes on once this page is published; undefined: where it was before. */
  readonly position: PullPosition | undefined;
}

/** What came before in this drain, by digest: a circle is found however wide it is. */
class Circle {
  readonly #met = new Set<string>();

  /** Whether this came before; from now on it has. */
  meets(what: string | Uint8Array): boolean {
    const digest = createHash('sha256').update(what).digest('base64');
    if (this.#met.has(digest)) return true;
    this.#met.add(digest);
    return false;
  }
}

/**
 * Reads a collection from a position to its end, page by page; the next page is asked for when the one before was taken. What was
 * added while it runs may come twice and is never left out.
 * Errors: those of `TaxiiClient.get`, `pull-malformed`, `pull-stuck`; the pages before were yielded.
 */
export async function* drain(client: TaxiiClient, collection: URL, from: PullPosition): AsyncGenerator<DrainedPage> {
  const nexts = new Circle();
  const pages = new Circle();
  let empty = 0;
  let resumed = from.next !== null;
  for (let position = from; ; ) {
    const answer = await client.get(pageUrl(collection, position), LIMITS.pull_page_bytes_max).catch((error: unknown) => {
      if (resumed && isRefusedQuery(error)) return undefined;
      throw error;
    });
    if (answer === undefined) {
      // A `next` does not keep for ever. Everything from where its drain began is read again: less could leave something out.
      position = { ...position, next: null, reached: null };
      resumed = false;
      continue;
    }
    resumed = false;
    const page = readPage(answer.body);
    if ('problem' in page) throw new ParleyError('pull-malformed', { url: shownUrl(answer.url), reason: page.problem });
    const last = dateAdded(answer.headers['x-taxii-date-added-last']?.toString());
    const step = stepAfter(position, { ...page, last }, (next) => nexts.meets(next));
    empty = page.objects.length === 0 ? empty + 1 : 0;
    const reason = step.kind === 'stuck' ? step.reason : step.kind === 'on' ? circleIn(pages, page.objects, empty) : undefined;
    yield { objects: page.objects, position: reason === undefined && step.kind !== 'stuck' ? step.position : undefined };
    if (reason !== undefined) throw new ParleyError('pull-stuck', { url: shownUrl(answer.url), reason });
    if (step.kind !== 'on') return;
    position = step.position;
  }
}

/** T063: `more` may be followed by an empty page, as after a deletion; there is an end to that. */
const circleIn = (pages: Circle, objects: Uint8Array, empty: number): string | undefined => {
  if (empty > LIMITS.pull_empty_pages_max) return `more than ${LIMITS.pull_empty_pages_max} pages in a row are empty`;
  return objects.length > 0 && pages.meets(objects) ? 'it sends a page that it sent before' : undefined;
};

const pageUrl = (collection: URL, { added_after, next, limit }: PullPosition): URL => {
  const url = new URL('objects/', collection);
  url.searchParams.set('limit', String(limit));
  if (added_after !== null) url.searchParams.set('added_after', added_after);
  if (next !== null) url.searchParams.set('next', next);
  return url;
};

const QUERY_REFUSED = new Set<unknown>([400, 404, 410, 422]);

const isRefusedQuery = (error: unknown): boolean =>
  error instanceof ParleyError && error.code === 'pull-refused' && QUERY_REFUSED.has(error.details.status);
