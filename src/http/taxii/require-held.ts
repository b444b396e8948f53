import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import { isIdentifier } from '../../core/stix/format/identifier.js';
import type { DisclosedPage } from '../../exchange/disclosure/disclose.js';
import type { House } from '../../exchange/house.js';
import { takePage } from './take-page.js';

/**
 * An object of which the caller's feed holds nothing is absent, whether it is unknown, withheld or deleted. That it is there is
 * told by the answer, so it goes on record like a listing; the page itself does not say so, and is not sent again by itself.
 */
export const requireHeld = async (
  house: House,
  request: FastifyRequest,
  page: DisclosedPage,
  { collection, id }: { readonly collection: string; readonly id: string },
): Promise<DisclosedPage> => {
  if (page.items.length > 0) return page;
  const selection = { ids: [id], versions: [{ kind: 'all' as const }] };
  const wanted = { collection, selection, limit: 1, endpoint: 'versions' as const };
  const { items } = await takePage(house, request, wanted, { moreUntold: true });
  if (items.length === 0) throw new ParleyError('not-found');
  return { ...page, origin: undefined };
};

/** What is no STIX id names no object, and is kept from the database: a null character is an error to some. */
export const requireIdentifier = (id: string): void => {
  if (!isIdentifier(id)) throw new ParleyError('not-found');
};
