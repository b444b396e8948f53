import { ParleyError } from '../../core/errors.js';
import type { Caller } from '../../core/registry/participant.js';
import { isIdentifier } from '../../core/stix/identifier.js';
import type { House } from '../../exchange/house.js';
import { holdsObject } from '../../exchange/page.js';

/** An object of which the caller's feed holds nothing is absent, whether it is unknown, withheld or deleted. */
export const requireHeld = async (house: House, caller: Caller, collection: string, id: string): Promise<void> => {
  if (!(await holdsObject(house, caller, collection, id))) throw new ParleyError('not-found');
};

/** What is no STIX id names no object, and is kept from the database: a null character is an error to some. */
export const requireIdentifier = (id: string): void => {
  if (!isIdentifier(id)) throw new ParleyError('not-found');
};
