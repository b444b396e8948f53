import { createHash } from 'node:crypto';
import { signerOf } from '../src/adapters/crypto/ed25519-signer.js';
import { checkpointIn } from '../src/core/ledger/checkpoint.js';
import type { Keyring, Keys } from '../src/exchange/ports/keys.js';
import type { Witness } from '../src/exchange/ports/witness.js';

/** The secret bytes of a key, by its name and generation. */
export const seedOf = (name: string): Uint8Array => createHash('sha256').update(name).digest();

/** The same keys in every run, in a home that is not on a disk. */
export const fixedKeyring = (): Keyring => {
  let generation = 1;
  let keys: Keys = {
    token: [seedOf('token 1')],
    cursor: [seedOf('cursor 1')],
    ledger: [signerOf(seedOf('ledger 1'))],
    ledgerPublic: [signerOf(seedOf('ledger 1')).publicKey],
  };
  return {
    get keys() {
      return keys;
    },
    refresh: async () => false,
    rotate: async () => {
      generation++;
      const signer = signerOf(seedOf(`ledger ${generation}`));
      keys = { ...keys, ledger: [signer, ...keys.ledger], ledgerPublic: [signer.publicKey, ...keys.ledgerPublic] };
      return keys;
    },
    settle: async (publicKey) => {
      const [pending, ...former] = keys.ledger;
      if (pending === undefined || former.length === 0) return;
      if (Buffer.compare(pending.publicKey, publicKey) === 0) {
        keys = {
          ...keys,
          token: [seedOf(`token ${generation}`), ...keys.token],
          cursor: [seedOf(`cursor ${generation}`), ...keys.cursor],
          ledger: [pending],
        };
      } else {
        keys = { ...keys, ledger: former, ledgerPublic: keys.ledgerPublic.slice(1) };
      }
    },
  };
};

const sizeOf = (note: string): number => checkpointIn(note).size;

/** What a home would have on its disk, for as long as the test runs. */
export const rememberingWitness = (): Witness => {
  let newest: string | undefined;
  return {
    last: () => newest,
    keep: async (note) => {
      if (newest === undefined || sizeOf(newest) < sizeOf(note)) newest = note;
    },
    refresh: async () => false,
    restart: async (note) => {
      newest = note;
    },
  };
};
