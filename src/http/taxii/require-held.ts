import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import { isIdentifier } from '../../core/stix/format/identifier.js';
import type { House } from '../../exchange/house.js';
import { takePage } from './take-page.js';

/**
 * An object of which the caller's feed holds nothing is absent, whether it is unknown, withheld or deleted. That it is there is
 * told by the answer, so it goes on record like a listing.
 */
export const requireHeld = async (house: House, request: FastifyRequest, collection: string, id: string): Promise<void> => {
  const selection = { ids: [id], versions: [{ kind: 'all' as const }] };
  const wanted = { collection, selection, limit: 1, endpoint: 'versions' as const };
  const { items } = await takePage(house, request, wanted, { moreUntold: true });
  if (items.length === 0) throw new ParleyError('not-found');
};

/** What is no STIX id names no object, and is kept from the database: a null character is an error to some. */
export const requireIdentifier = (id: string): void => {
  if (!isIdentifier(id)) throw new ParleyError('not-found');
};
