import { createPublicKey, verify } from 'node:crypto';
import { ParleyError } from '../../core/errors.js';
import { type Checkpoint, checkpointIn, checkpointText } from '../../core/ledger/checkpoint.js';
import { decodeFrontier, rootOf } from '../../core/ledger/frontier.js';
import { noteKeyOf } from '../../core/ledger/note-key.js';
import { type Ed25519Check, formatNote, parseNote, signatureLine, verifiedBy } from '../../core/ledger/signed-note.js';
import type { House } from '../house.js';
import type { Signer } from '../ports/keys.js';
import type { StoredLedger } from '../ports/ledgers.js';
import { LEDGER_HASH } from './hashing.js';

const encoder = new TextEncoder();

/** A text as a signed note under this name. */
export const signedNote = (signer: Signer, name: string, text: string): string =>
  formatNote(text, [signatureLine(name, signer.publicKey, signer.sign(encoder.encode(text)))]);

/** A checkpoint as a signed note; the key's name is the log's origin, as C2SP tlog-checkpoint asks. */
export const signedCheckpoint = (signer: Signer, checkpoint: Checkpoint): string =>
  signedNote(signer, checkpoint.origin, checkpointText(checkpoint));

/**
 * The signer that signed last, in whatever process: a rotation by another one is in force here with its commit. Errors:
 * `keys-stale`, when the home does not have that key.
 */
export const signerInForce = async (house: House, host: StoredLedger): Promise<Signer> => {
  const known = signerOf(house, host);
  if (known !== undefined) return known;
  await house.keyring.refresh();
  const fresh = signerOf(house, host);
  if (fresh === undefined) throw new ParleyError('keys-stale');
  return fresh;
};

const signerOf = ({ keyring }: House, host: StoredLedger): Signer | undefined => {
  const { ledger } = keyring.keys;
  const { origin, checkpoint } = host;
  if (checkpoint === '') return ledger[0];
  const id = wellFormed(host, () => parseNote(checkpoint)).signatures[0]?.id;
  return ledger.find(({ publicKey }) => noteKeyOf(origin, publicKey).id === id);
};

/**
 * The ledger is what a key has signed, one of those in force, or any that ever was: note, size and edge of the row fit together.
 * Errors: `ledger-forked`.
 */
export const requireSigned = (house: House, ledger: StoredLedger, keys: 'in-force' | 'ever'): void => {
  const { origin, size, checkpoint } = ledger;
  const { ledger: signers, ledgerPublic } = house.keyring.keys;
  const claimed = wellFormed(ledger, () => checkpointIn(checkpoint));
  if (!isSignedBy(keys === 'ever' ? ledgerPublic : signers.map(({ publicKey }) => publicKey), origin, checkpoint))
    throw notOurs(ledger);
  if (claimed.origin !== origin || claimed.size !== size || Buffer.compare(claimed.root, edgeOf(ledger)) !== 0)
    throw notOurs(ledger);
};

/** What a row says is well-formed: what is not was written by somebody else. */
const wellFormed = <T>(ledger: StoredLedger, read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw notOurs(ledger, cause);
  }
};

/** The root that follows from the row. Errors: `ledger-forked`. */
export const edgeOf = (ledger: StoredLedger): Uint8Array =>
  wellFormed(ledger, () => rootOf(LEDGER_HASH, decodeFrontier(ledger.size, ledger.frontier)));

export const notOurs = ({ origin, size }: Pick<StoredLedger, 'origin' | 'size'>, cause?: unknown): ParleyError =>
  new ParleyError('ledger-forked', { seen: `${origin}, size ${size}` }, { cause });

/** Whether a key that this home ever signed with has signed the note under this name. Errors: `note-malformed`. */
export const isOurs = ({ keyring }: House, name: string, note: string): boolean =>
  isSignedBy(keyring.keys.ledgerPublic, name, note);

const isSignedBy = (publicKeys: readonly Uint8Array[], name: string, note: string): boolean => {
  const verifiers = publicKeys.map((publicKey) => noteKeyOf(name, publicKey));
  return (verifiedBy(ed25519, parseNote(note), verifiers) ?? []).length > 0;
};

/** What stands before the key in its SubjectPublicKeyInfo (RFC 8410 section 4). */
const SPKI_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

const ed25519: Ed25519Check = (publicKey, message, signature) =>
  verify(null, message, createPublicKey({ key: Buffer.concat([SPKI_HEAD, publicKey]), format: 'der', type: 'spki' }), signature);
