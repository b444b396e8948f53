import type { FastifyReply } from 'fastify';
import type { Page, PageItem } from '../../exchange/page.js';
import { errorResource, type Refusal } from '../problem.js';
import { TAXII_TYPE } from './media-type.js';

/** A TAXII answer. Bytes, not text: fastify appends a charset to JSON types given as text. */
export const sendTaxii = (reply: FastifyReply, text: string): FastifyReply => reply.type(TAXII_TYPE).send(Buffer.from(text));

export const sendTaxiiError = (reply: FastifyReply, refusal: Refusal): FastifyReply =>
  sendTaxii(reply.code(refusal.status).headers(refusal.headers), errorResource(refusal));

/** A page as it leaves: what stands before its list, the list, and what stands behind it. */
export interface PageText {
  readonly headers: Readonly<Record<string, string>>;
  readonly head: string;
  readonly list: string;
  readonly tail: string;
}

/**
 * A page under the list property `key`, each item as the JSON that `textOf` gives for it. The texts are joined as they are,
 * never parsed: under `whole` an object leaves byte for byte as it came. TAXII section 2: an empty list is omitted.
 */
export const pageText = (page: Page, key: 'objects' | 'versions', textOf: (item: PageItem) => string): PageText => {
  const more = page.more ? ['"more":true'] : [];
  const next = page.next === undefined ? [] : [`"next":${JSON.stringify(page.next)}`];
  const isEmpty = page.items.length === 0;
  const head = `{${[...more, ...next, ...(isEmpty ? [] : [`"${key}":[`])].join(',')}`;
  return { headers: addedHeaders(page), head, list: page.items.map(textOf).join(','), tail: isEmpty ? '}' : ']}' };
};

/** TAXII 3.2. The standard gives no value for an empty page; a made-up one breaks clients, so there they are left out. */
const addedHeaders = ({ items }: Page): Record<string, string> => {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return {};
  return { 'X-TAXII-Date-Added-First': addedText(first), 'X-TAXII-Date-Added-Last': addedText(last) };
};

export const addedText = ({ added }: Pick<PageItem, 'added'>): string => taxiiTime(added);

/** An instant in ms as TAXII writes timestamps: exactly six digits of fraction (section 2). */
export const taxiiTime = (ms: number): string => new Date(ms).toISOString().replace('Z', '000Z');
