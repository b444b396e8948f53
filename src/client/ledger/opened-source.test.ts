import { describe, expect, it } from 'vitest';
import { encodeBundle } from '../../core/ledger/entry-bundle.js';
import { encodeLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import { openedSource } from './opened-source.js';
import { nodeSha256 } from './sha256.js';

const salt = new Uint8Array(16).fill(7);
const leafOf = (payload: string) => encodeLeaf({ at: 0, digest: saltedDigest(nodeSha256, salt, payload) });
const bundle = encodeBundle([leafOf('one'), leafOf('two')]);
const BUNDLE = { kind: 'entries', index: 3, width: 2 } as const;

const reading = (payloads: readonly (string | undefined)[]) =>
  openedSource({ checkpoint: async () => 'note', tile: async () => bundle }, 'own', async () =>
    payloads.map((payload) => (payload === undefined ? undefined : { payload, salt })),
  );

describe('a source whose leaves are opened', () => {
  it('gives what it reads if every opening gives its digest', async () => {
    expect(await reading(['one', 'two']).tile(BUNDLE)).toBe(bundle);
    expect(await reading(['one', 'two']).checkpoint()).toBe('note');
  });
  it('passes over what was forgotten', async () => expect(await reading([undefined, 'two']).tile(BUNDLE)).toBe(bundle));
  it('refuses an opening of something else, and names the leaf', async () => {
    await expect(reading(['one', 'three']).tile(BUNDLE)).rejects.toMatchObject({
      code: 'ledger-unverified',
      message: expect.stringContaining('leaf 769 '),
    });
  });
  it('asks for no openings of hashes', async () => {
    expect(await reading(['none']).tile({ kind: 'hashes', level: 0, index: 3, width: 2 })).toBe(bundle);
  });
});
