import type { TileSource } from '../src/client/ledger/tile-source.js';
import { type VerifiedLedger, verifyLedger } from '../src/client/ledger/verify-ledger.js';
import { FEED_SCHEME } from '../src/core/feed/scheme.js';
import { formatNoteKey, noteKeyOf } from '../src/core/ledger/note-key.js';
import { tilePath, tilesOf } from '../src/core/ledger/tile.js';
import { backup } from '../src/exchange/archive/backup.js';
import { type RestoreOrder, type RestoreReport, restore } from '../src/exchange/archive/restore.js';
import type { House } from '../src/exchange/house.js';
import { storedTile } from '../src/exchange/ledger/stored-tiles.js';
import type { StoredLedger } from '../src/exchange/ports/ledgers.js';
import type { Store } from '../src/exchange/ports/store.js';
import { houseOn } from './founded.js';
import { freshDatabase } from './postgres.js';
import { freshFile, openStore, type StoreUnderTest } from './store/each-store.js';

type Database = StoreUnderTest['database'];

/** The lines of an archive, before they are compressed. */
export const archiveOf = async (house: House): Promise<Buffer> => {
  const { taken } = await backup(house, {
    take: async (archive) => {
      const chunks: Uint8Array[] = [];
      for await (const chunk of archive) chunks.push(chunk);
      return Buffer.concat(chunks);
    },
  });
  return taken;
};

/** All but the first and the last line, which tell when and by whom it was taken. */
export const rowsOf = (archive: Buffer): readonly string[] => archive.toString('utf8').trimEnd().split('\n').slice(1, -1);

/** In pieces that cut through lines and characters. */
async function* piecesOf(archive: Buffer): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < archive.length; at += 9_973) yield archive.subarray(at, at + 9_973);
}

export const restoreFrom = (house: House, archive: Buffer, rest: Partial<RestoreOrder> = {}): Promise<RestoreReport> =>
  restore(house, { open: () => piecesOf(archive), node: 'node', home: '/srv/parley', acceptLoss: false, ...rest });

/** A house with the keys of tests on an empty database, for as long as `act` runs. */
export const onEmpty = async <T>(database: Database, act: (house: House) => Promise<T>, clock = () => Date.UTC(2026, 5, 1)) => {
  const place = database === 'sqlite' ? await freshFile() : { location: await freshDatabase(), remove: async () => undefined };
  const store: Store = await openStore(database, place.location);
  try {
    return await act(houseOn(store, clock, FEED_SCHEME));
  } finally {
    await store.close();
    await place.remove();
  }
};

export const allLedgers = ({ store }: House): Promise<readonly StoredLedger[]> => store.read((reader) => reader.ledgers.all());

const publishedBy = ({ store }: House, ledger: StoredLedger): TileSource => ({
  checkpoint: async () => ledger.checkpoint,
  tile: (address) => store.read((reader) => storedTile(reader, ledger, address)),
});

/** Every ledger that ever grew, verified from what it publishes, as a partner would. */
export const verifyAll = async (house: House): Promise<readonly VerifiedLedger[]> => {
  const grown = (await allLedgers(house)).filter(({ size }) => size > 0);
  return Promise.all(
    grown.map((ledger) => {
      const keys = house.keyring.keys.ledgerPublic.map((key) => formatNoteKey(noteKeyOf(ledger.origin, key)));
      return verifyLedger({ source: publishedBy(house, ledger), keys, origin: ledger.origin });
    }),
  );
};

/** Every published byte of every ledger, by its path. */
export const publishedBytes = async (house: House): Promise<ReadonlyMap<string, string>> => {
  const files = new Map<string, string>();
  for (const ledger of await allLedgers(house)) {
    files.set(`${ledger.origin}/checkpoint`, ledger.checkpoint);
    const source = publishedBy(house, ledger);
    for (const address of tilesOf(ledger.size)) {
      files.set(`${ledger.origin}/${tilePath(address)}`, Buffer.from(await source.tile(address)).toString('base64'));
    }
  }
  return files;
};
