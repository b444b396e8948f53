import type { FastifyRequest } from 'fastify';
import { type DisclosedPage, disclosePage, type Leaving } from '../../exchange/disclosure/disclose.js';
import type { House } from '../../exchange/house.js';
import type { PageRequest } from '../../exchange/page.js';
import { settled } from '../../exchange/submission/intake.js';
import { callerOf } from '../authenticate.js';

/**
 * A page for the caller, put on record as what really leaves: an answer to HEAD has dates and a length, and no text. What the
 * caller has just sent is taken in first, so that it reads it back.
 */
export const takePage = async (
  house: House,
  request: FastifyRequest,
  wanted: PageRequest,
  leaving: Pick<Leaving, 'moreUntold'> = {},
): Promise<DisclosedPage> => {
  await settled(house, callerOf(request));
  return disclosePage(house, callerOf(request), wanted, { ...leaving, bodyless: request.method === 'HEAD' });
};
