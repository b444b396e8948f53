import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCheckpoint } from '../../core/ledger/checkpoint.js';
import { decodeBundle, encodeBundle } from '../../core/ledger/entry-bundle.js';
import { appendLeaves, EMPTY_FRONTIER, rootOf } from '../../core/ledger/frontier.js';
import { parseNoteKey } from '../../core/ledger/note-key.js';
import { parseNote, verifiedBy } from '../../core/ledger/signed-note.js';
import { tilePath, tilesOf } from '../../core/ledger/tile.js';
import { TREE_HASH } from '../../core/ledger/tree-hash.js';
import { checkEd25519 } from './ed25519.js';

/** A log that Tessera made, with every state of its growth; it lies beside the project where it is at hand. */
const LOG = new URL('../../../../shared/data/tlog/testdata/log/', import.meta.url);
const absent = !existsSync(LOG);
if (absent) console.log(`skipped: the log of Tessera is not at ${LOG.pathname}`);

const KEY = 'example.com/log/testdata+33d7b496+AeHTu4Q3hEIMHNqc6fASMsq3rKNx280NI+oO5xCFkkSx';
const SIZE = 15;

const bytesAt = (path: string): Uint8Array => new Uint8Array(readFileSync(new URL(path, LOG)));
const sizes = Array.from({ length: SIZE + 1 }, (_, size) => size);

describe.skipIf(absent)('a log of another make', () => {
  const entries = absent ? [] : (decodeBundle(bytesAt(`tile/entries/000.p/${SIZE}`)) ?? []);
  const leafHashes = entries.map(TREE_HASH.leaf);

  it('has 15 entries', () => expect(entries).toHaveLength(SIZE));

  it.each(sizes)('has our root and a signature that verifies at size %i', (size) => {
    const note = parseNote(Buffer.from(bytesAt(`checkpoint.${size}`)).toString());
    expect(verifiedBy(checkEd25519, note, [parseNoteKey(KEY)])).toHaveLength(1);
    const root = rootOf(TREE_HASH, appendLeaves(TREE_HASH, EMPTY_FRONTIER, leafHashes.slice(0, size)).frontier);
    expect(parseCheckpoint(note.text)).toEqual({ origin: 'example.com/log/testdata', size, root });
  });

  it.each(sizes.slice(1))('has our tiles and bundles, byte for byte, at size %i', (size) => {
    const addresses = [...tilesOf(size)];
    expect(addresses).toHaveLength(2);
    for (const address of addresses) {
      const made = address.kind === 'entries' ? encodeBundle(entries.slice(0, size)) : Buffer.concat(leafHashes.slice(0, size));
      expect(bytesAt(tilePath(address))).toEqual(new Uint8Array(made));
    }
  });
});
