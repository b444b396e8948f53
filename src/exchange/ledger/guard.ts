import { ParleyError } from '../../core/errors.js';
import { type Checkpoint, checkpointIn } from '../../core/ledger/checkpoint.js';
import { decodeFrontier, rootOf } from '../../core/ledger/frontier.js';
import { rootAt } from '../../core/ledger/prove.js';
import type { House } from '../house.js';
import type { StoredLedger } from '../ports/ledgers.js';
import type { Reader } from '../ports/store.js';
import { LEDGER_HASH } from './hashing.js';
import { storedHashes } from './stored-tiles.js';

/**
 * Refuses a database that is behind what this process has seen committed, or that contradicts it: a tail was lost, or another
 * history was put in its place. What is in force goes on from there, or nothing does.
 *
 * `note` is what was seen before the snapshot was opened: a transaction that commits beside a look may be kept while it lasts.
 *
 * Errors: `ledger-behind`, `ledger-forked`.
 */
export const requireOnward = async (
  house: House,
  reader: Reader,
  host: StoredLedger,
  note = house.witness.last(),
): Promise<void> => {
  // The row's own edge is compared with its note before it grows: here the note is enough.
  if (note === undefined || note === host.checkpoint) return;
  const seen = checkpointIn(note);
  if (host.origin !== seen.origin && (await house.witness.refresh())) return requireOnward(house, reader, host);
  if (host.origin !== seen.origin) throw forked(seen);
  if (host.size < seen.size) throw new ParleyError('ledger-behind', { size: host.size, seen: seen.size });
  const root = await rootOfHost(reader, host, seen);
  if (root === undefined || Buffer.compare(root, seen.root) !== 0) throw forked(seen);
};

/** The root at the size that was seen; undefined where the rows that it follows from are no tree. */
const rootOfHost = async (reader: Reader, host: StoredLedger, { size }: Checkpoint): Promise<Uint8Array | undefined> => {
  try {
    if (host.size === size) return rootOf(LEDGER_HASH, decodeFrontier(host.size, host.frontier));
    return await rootAt(LEDGER_HASH, storedHashes(reader, host), size);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
};

const forked = (seen: Checkpoint): ParleyError => new ParleyError('ledger-forked', { seen: `${seen.origin}, size ${seen.size}` });

/** The same as a look: at start-up, and for /readyz. A home that has seen nothing yet takes the database as it finds it. */
export const requireUnforked = async (house: House): Promise<void> => {
  const seen = house.witness.last();
  const note = await house.store.read(async (reader) => {
    const host = await reader.ledgers.find('host', null);
    if (host === undefined) {
      if (seen !== undefined) throw new ParleyError('ledger-behind', { size: 0, seen: checkpointIn(seen).size });
      return undefined;
    }
    await requireOnward(house, reader, host, seen);
    return host.checkpoint;
  });
  if (note !== undefined) await house.witness.keep(note);
};
