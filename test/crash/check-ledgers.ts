import type { TileSource } from '../../src/client/ledger/tile-source.js';
import { verifyLedger } from '../../src/client/ledger/verify-ledger.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../../src/core/ledger/frontier.js';
import { encodeLeaf, saltedDigest } from '../../src/core/ledger/leaf.js';
import { formatNoteKey, noteKeyOf } from '../../src/core/ledger/note-key.js';
import type { House } from '../../src/exchange/house.js';
import { LEDGER_HASH, sha256 } from '../../src/exchange/ledger/hashing.js';
import { storedTile } from '../../src/exchange/ledger/stored-tiles.js';
import type { StoredLedger } from '../../src/exchange/ports/ledgers.js';
import type { Reader } from '../../src/exchange/ports/store.js';
import type { Notes } from './notes.js';
import { require, Violation } from './violation.js';

/**
 * Every ledger verifies from what it would publish; each payload opens its leaf; and every root that was ever seen anywhere is
 * the root of the present tree at that size. Gives the number of leaves.
 */
export const checkLedgers = (house: House, notes: Notes): Promise<number> =>
  house.store.read(async (reader) => {
    const ledgers = await reader.ledgers.all();
    await seeToldCheckpoints(reader, ledgers, notes);
    const gone = notes.origins.filter((origin) => !ledgers.some((ledger) => ledger.origin === origin));
    require(gone.length === 0, `a checkpoint of ${gone[0]} was seen, and there is no such ledger`);
    let leaves = 0;
    for (const ledger of ledgers) {
      await verified(house, reader, ledger);
      await checkRoots(reader, ledger, notes);
      leaves += ledger.size;
    }
    return leaves;
  });

const verified = async (house: House, reader: Reader, ledger: StoredLedger): Promise<void> => {
  if (ledger.size === 0) return;
  const source: TileSource = {
    checkpoint: async () => ledger.checkpoint,
    tile: (address) => storedTile(reader, ledger, address),
  };
  const keys = house.keyring.keys.ledgerPublic.map((key) => formatNoteKey(noteKeyOf(ledger.origin, key)));
  try {
    await verifyLedger({ source, keys, origin: ledger.origin });
  } catch (error) {
    throw new Violation(`${ledger.origin} does not verify: ${String(error)}`);
  }
};

const checkRoots = async (reader: Reader, { num, origin, size }: StoredLedger, notes: Notes): Promise<void> => {
  const seen = notes.of(origin);
  const beyond = [...seen.keys()].find((one) => one > size);
  require(beyond === undefined, `${origin} has ${size} leaves, and a checkpoint of ${beyond} was seen`);
  let frontier = EMPTY_FRONTIER;
  for (const leaf of await reader.ledgers.leaves(num, 0, size)) {
    require(leaf.salt !== null && leaf.payload !== null, `leaf ${frontier.size} of ${origin} cannot be opened`);
    const digest = saltedDigest(sha256, leaf.salt ?? new Uint8Array(0), leaf.payload ?? '');
    require(Buffer.compare(digest, leaf.digest) === 0, `leaf ${frontier.size} of ${origin} is of another payload`);
    ({ frontier } = appendLeaves(LEDGER_HASH, frontier, [LEDGER_HASH.leaf(encodeLeaf(leaf))]));
    const root = seen.get(frontier.size);
    if (root === undefined) continue;
    const present = Buffer.from(rootOf(LEDGER_HASH, frontier)).toString('hex');
    require(root === present, `${origin} had the root ${root} at size ${frontier.size}, and now it is ${present}`);
  }
};

/** The host's ledger holds every checkpoint of the others. */
const seeToldCheckpoints = async (reader: Reader, ledgers: readonly StoredLedger[], notes: Notes): Promise<void> => {
  for (const { num, size } of ledgers.filter(({ kind }) => kind === 'host')) {
    for (const { payload } of await reader.ledgers.leaves(num, 0, size)) {
      const { checkpoints = [] } = JSON.parse(payload ?? '{}') as { checkpoints?: string[] };
      for (const note of checkpoints) notes.see(note);
    }
  }
};
