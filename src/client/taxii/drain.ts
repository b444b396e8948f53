import { createHash } from 'node:crypto';
import { ParleyError } from '../../core/errors.js';
import { LIMITS } from '../../core/limits.js';
import type { PullPosition } from '../../core/pull/pull-position.js';
import { dateAdded } from './date-added.js';
import { readPage } from './read-page.js';
import { shownUrl } from './shown-url.js';
import { type Step, stepAfter } from './step-after.js';
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
  meets(what: Uint8Array): boolean {
    const digest = createHash('sha256').update(what).digest('base64');
    if (this.#met.has(digest)) return true;
    this.#met.add(digest);
    return false;
  }
}

const RESTARTS_MAX = 3;

/**
 * Reads a collection from a position to its end, page by page; the next page is asked for when the one before was taken. What was
 * added while it runs may come twice and is never left out.
 *
 * Behind a `next` a server may keep the place itself, so that each answer moves it on (medallion): asked again, it gives the page after
 * the one that got lost. So a drain goes on by `next` after a broken answer, or after it was stopped, only where every page came with
 * a `next` of its own; else it begins anew.
 *
 * Errors: those of `TaxiiClient.get`, `pull-malformed`, `pull-stuck`; the pages before were yielded.
 */
export async function* drain(client: TaxiiClient, collection: URL, from: PullPosition): AsyncGenerator<DrainedPage> {
  const start: PullPosition = { ...from, next: null, reached: null };
  let pages = new Circle();
  let empty = 0;
  let repeatable = from.next !== null;
  let restarts = 0;
  for (let position = from; ; ) {
    const answer = await client.get(pageUrl(collection, position), LIMITS.pull_page_bytes_max).catch((error: unknown) => {
      // A `next` does not keep for ever, and what it stood for may be gone with an answer that did not arrive.
      if (position.next !== null && restarts < RESTARTS_MAX && isRefusedQuery(error)) return undefined;
      throw error;
    });
    const mayBeLost = answer !== undefined && answer.attempts > 1 && position.next !== null && !repeatable;
    if (answer === undefined || (mayBeLost && restarts < RESTARTS_MAX)) {
      restarts++;
      pages = new Circle();
      position = start;
      repeatable = false;
      continue;
    }
    const page = readPage(answer.body);
    if ('problem' in page) throw new ParleyError('pull-malformed', { url: shownUrl(answer.url), reason: page.problem });
    const last = dateAdded(answer.headers['x-taxii-date-added-last']?.toString());
    const step = mayBeLost ? LOST : stepAfter(position, { ...page, last });
    if (step.kind === 'on' && position.next !== null) repeatable = step.position.next !== position.next;
    empty = page.objects.length === 0 ? empty + 1 : 0;
    const reason = step.kind === 'stuck' ? step.reason : step.kind === 'on' ? circleIn(pages, page.objects, empty) : undefined;
    const kept = step.kind === 'on' && step.position.next !== null && !repeatable ? start : positionOf(step);
    yield { objects: page.objects, position: reason === undefined ? kept : undefined };
    if (reason !== undefined) throw new ParleyError('pull-stuck', { url: shownUrl(answer.url), reason });
    if (step.kind !== 'on') return;
    position = step.position;
  }
}

const LOST: Step = { kind: 'stuck', reason: 'answers keep breaking off, and it gives no page twice' };

const positionOf = (step: Step): PullPosition | undefined => (step.kind === 'stuck' ? undefined : step.position);

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
