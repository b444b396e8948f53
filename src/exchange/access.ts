import { ParleyError } from '../core/errors.js';
import type { Collection } from '../core/registry/collection.js';
import type { Caller } from '../core/registry/participant.js';
import type { Reader } from './ports/store.js';

/** What a participant may do with a collection: the rule book says who lists it, the host who writes to it. */
export interface Access {
  readonly collection: Collection;
  readonly canRead: boolean;
  readonly canWrite: boolean;
}

/** The collections that the caller may read or write, always in the same order (TAXII 3.3). */
export const accessOf = async (reader: Reader, caller: Caller): Promise<readonly Access[]> => {
  const listed = new Set((await reader.collections.listed(caller.num)).map(({ num }) => num));
  return (await reader.collections.all())
    .map((collection) => ({
      collection,
      canRead: listed.has(collection.num),
      canWrite: collection.writableBy.includes(caller.slug),
    }))
    .filter(({ canRead, canWrite }) => canRead || canWrite);
};

/** One of them, by id or alias. Errors: `not-found`, whether there is no such collection or none for this caller. */
export const requireAccess = async (reader: Reader, caller: Caller, name: string): Promise<Access> => {
  const found = (await accessOf(reader, caller)).find(({ collection: { id, alias } }) => id === name || alias === name);
  if (!found) throw new ParleyError('not-found');
  return found;
};

/** Errors: `not-found`; `not-readable`, of a collection that the caller may only write to. One query for who may read. */
export const requireReadable = async (reader: Reader, caller: Caller, name: string): Promise<Collection> => {
  const listed = await reader.collections.listed(caller.num);
  const found = listed.find(({ id, alias }) => id === name || alias === name);
  if (found) return found;
  await requireAccess(reader, caller, name);
  throw new ParleyError('not-readable');
};

/** Errors: `not-found`, `not-writable`. */
export const requireWritable = async (reader: Reader, caller: Caller, name: string): Promise<Access> => {
  const access = await requireAccess(reader, caller, name);
  if (!access.canWrite) throw new ParleyError('not-writable');
  return access;
};
