import { ParleyError } from '../../core/errors.js';
import type { House } from '../house.js';
import { type Ruling, requireRole } from '../ruling.js';
import { inscribe, signAnew } from './inscribe.js';
import { signerInForce } from './sign.js';

const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex');

/**
 * New keys for token hashes, cursors and checkpoints. Tokens and cursors of the former keys stay good; receipts too, since the
 * public keys are kept and the common ledger tells of the change. Every checkpoint is signed anew, over the same tree.
 *
 * The new signer is written to the home first and is in force with the commit: whoever is killed in between leaves the former
 * one in force. Errors: `operator-unknown`, `role-insufficient`, `keys-stale`.
 */
export const rotateKeys = async (house: House, { by, reason }: Partial<Ruling>): Promise<{ readonly key: string }> => {
  const { note, publicKey } = await house.store.seal(async (sealer) => {
    if (by !== undefined) await requireRole(sealer, by, ['administrator']);
    const host = await sealer.ledgers.find('host', null);
    if (host === undefined) throw new ParleyError('fault');
    const former = await signerInForce(house, host);
    await house.keyring.settle(former.publicKey);
    const [signer] = (await house.keyring.rotate()).ledger;
    if (signer === undefined) throw new ParleyError('keys-stale');
    await signAnew(house, sealer, signer);
    const detail = { key: hexOf(signer.publicKey), former: hexOf(former.publicKey) };
    const who = { by: by ?? null, reason: reason ?? null, participant: null };
    const events = [{ at: house.clock(), kind: 'keys-rotated' as const, ...who, detail }];
    return { note: await inscribe(house, sealer, { events, signer }), publicKey: signer.publicKey };
  });
  if (note !== undefined) await house.witness.keep(note);
  await settleKeys(house);
  return { key: hexOf(publicKey) };
};

/**
 * Gives up every signer but the one in force, under the writer's lock: another rotation may have put its own in force meanwhile.
 * For a rotation that has committed, and for one that was killed.
 */
export const settleKeys = (house: House): Promise<void> =>
  house.store.seal(async (sealer) => {
    const host = await sealer.ledgers.find('host', null);
    if (host !== undefined) await house.keyring.settle((await signerInForce(house, host)).publicKey);
  });
