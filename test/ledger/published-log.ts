import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { TileSource } from '../../src/client/ledger/tile-source.js';
import { checkpointText } from '../../src/core/ledger/checkpoint.js';
import { encodeBundle } from '../../src/core/ledger/entry-bundle.js';
import { encodeLeaf } from '../../src/core/ledger/leaf.js';
import { formatNoteKey, noteKeyOf } from '../../src/core/ledger/note-key.js';
import { formatNote, signatureLine } from '../../src/core/ledger/signed-note.js';
import { tilePath, tilesOf } from '../../src/core/ledger/tile.js';
import { NaiveTree } from './naive-tree.js';

export const ORIGIN = 'skerry.example/own/meridian';

/** A signer of notes, from a seed of 32 bytes. */
export const signerFrom = (seed: Uint8Array, name = ORIGIN) => {
  const head = Buffer.from('302e020100300506032b657004220420', 'hex');
  const secret = createPrivateKey({ key: Buffer.concat([head, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(secret).export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    key: formatNoteKey(noteKeyOf(name, publicKey)),
    sign: (text: string): string => formatNote(text, [signatureLine(name, publicKey, sign(null, Buffer.from(text), secret))]),
  };
};

export const SIGNER = signerFrom(new Uint8Array(32).fill(7));

export const aLeaf = (index: number, at = Date.UTC(2026, 10, 24) + index): Uint8Array =>
  encodeLeaf({ at, digest: new Uint8Array(32).fill(index % 251) });

export const someLeaves = (size: number): readonly Uint8Array[] => Array.from({ length: size }, (_, index) => aLeaf(index));

/** The files of a log over these entries by their paths, made without the code under test where it matters. */
export const filesOf = (entries: readonly Uint8Array[]): Map<string, Uint8Array> => {
  const tree = new NaiveTree(entries);
  const files = new Map<string, Uint8Array>();
  for (const address of tilesOf(entries.length)) {
    const nodes = Array.from({ length: address.width }, (_, place) => address.index * 256 + place);
    const bytes =
      address.kind === 'entries'
        ? encodeBundle(nodes.map((node) => entries[node]!))
        : Buffer.concat(nodes.map((node) => tree.root(node * 256 ** address.level, (node + 1) * 256 ** address.level)));
    files.set(tilePath(address), new Uint8Array(bytes));
  }
  return files;
};

export const noteOf = (entries: readonly Uint8Array[], signer = SIGNER, origin = ORIGIN): string =>
  signer.sign(checkpointText({ origin, size: entries.length, root: new NaiveTree(entries).root(0, entries.length) }));

export const sourceOf = (files: ReadonlyMap<string, Uint8Array>, note: string): TileSource => ({
  checkpoint: () => Promise.resolve(note),
  tile: (address) => {
    const bytes = files.get(tilePath(address));
    return bytes === undefined ? Promise.reject(new Error(`no ${tilePath(address)}`)) : Promise.resolve(bytes);
  },
});
