import { createHash } from 'node:crypto';
import { nodeSha256 } from '../src/client/ledger/sha256.js';
import { verifyLedger } from '../src/client/ledger/verify-ledger.js';
import { encodeLeaf } from '../src/core/ledger/leaf.js';
import { formatNoteKey, noteKeyOf } from '../src/core/ledger/note-key.js';
import type { House } from '../src/exchange/house.js';
import { underSeal } from '../src/exchange/ledger/under-seal.js';
import { wholeSource } from '../src/exchange/ledger/whole-source.js';
import type { StoredLedger } from '../src/exchange/ports/ledgers.js';
import { median } from './ingest.js';
import type { Figure } from './report.js';
import { onNode } from './stores.js';

const LEAVES = 100_000;
const LEAVES_A_SEAL = 1_000;
const ROUNDS = 3;

/** Leaves as deliveries write them, appended and then verified from what is published, beside SHA-256 over the same bytes. */
export const benchLedger = async (
  server: string,
  databases: readonly ('sqlite' | 'postgres')[] = ['sqlite', 'postgres'],
): Promise<readonly Figure[]> => {
  const figures: Figure[] = [];
  for (const database of databases) {
    figures.push(...(await onNode(database, server, 1, (house) => ledgerOf(house, database))));
  }
  return figures;
};

const ledgerOf = async (house: House, database: string): Promise<readonly Figure[]> => {
  const seconds = await timed(async () => {
    for (let done = 0; done < LEAVES; done += LEAVES_A_SEAL) await appendSome(house, done);
  });
  const ledger = await house.store.read((reader) => reader.ledgers.find('own', 1));
  if (ledger === undefined) throw new Error('the partner has a ledger');
  const leaves = await house.store.read((reader) => reader.ledgers.leaves(ledger.num, 0, ledger.size));
  const opened = leaves.map(({ salt, payload }) => Buffer.concat([salt ?? Buffer.alloc(0), Buffer.from(payload ?? '')]));
  const tree = [...leaves.map((leaf) => Buffer.concat([Buffer.of(0), encodeLeaf(leaf)])), ...leaves.map(() => Buffer.alloc(65))];
  const verifying = await rounds(() => verify(house, ledger));
  const figures: Figure[] = [];
  // Node's usual way, and the fastest that it has.
  for (const [way, digest] of WAYS) {
    const hashing = (all: readonly Uint8Array[]) =>
      rounds(async () => {
        for (const bytes of all) digest(bytes);
      });
    figures.push(
      {
        name: `leaves appended, ${LEAVES_A_SEAL} a seal, ${database}`,
        value: LEAVES / seconds,
        unit: 'leaves/s',
        ratio: (await hashing(opened)) / seconds,
        of: `SHA-256 of the same bytes, ${way}`,
      },
      {
        name: `${LEAVES} leaves verified from tiles, ${database}`,
        value: LEAVES / verifying,
        unit: 'leaves/s',
        ratio: (await hashing(tree)) / verifying,
        of: `hashing alone, a leaf and a node each, ${way}`,
      },
    );
  }
  return figures;
};

const WAYS = [
  ['createHash', (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()],
  ['hash', nodeSha256],
] as const;

const appendSome = (house: House, from: number): Promise<void> =>
  underSeal(house, async (_, record) => {
    for (let number = from; number < from + LEAVES_A_SEAL; number++) {
      const entries = `${number * 100 + 1}-${number * 100 + 100}`;
      const content = `sha256:${number.toString(16).padStart(64, '0')}`;
      const detail = {
        collection: '02c40262-7b43-41d3-92b9-24b40bb511fa',
        endpoint: 'objects',
        entries,
        content,
        token_id: null,
      };
      record({ at: house.clock(), kind: 'delivered', participant: 1, detail });
    }
  });

const verify = (house: House, ledger: StoredLedger): Promise<unknown> =>
  verifyLedger({
    source: wholeSource(house, ledger),
    keys: house.keyring.keys.ledgerPublic.map((publicKey) => formatNoteKey(noteKeyOf(ledger.origin, publicKey))),
  });

const timed = async (act: () => Promise<unknown>): Promise<number> => {
  const begin = performance.now();
  await act();
  return (performance.now() - begin) / 1000;
};

const rounds = async (act: () => Promise<unknown>): Promise<number> => {
  const measured: number[] = [];
  for (let round = 0; round < ROUNDS; round++) measured.push(await timed(act));
  return median(measured);
};
