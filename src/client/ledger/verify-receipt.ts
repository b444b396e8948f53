import { ParleyError } from '../../core/errors.js';
import { encodeBase64 } from '../../core/ledger/base64.js';
import { encodeLeaf, saltedDigest } from '../../core/ledger/leaf.js';
import { parseNoteKey } from '../../core/ledger/note-key.js';
import { verifyInclusion } from '../../core/ledger/proof.js';
import { type Opening, parseReceipt } from '../../core/ledger/receipt.js';
import { treeHashOver } from '../../core/ledger/tree-hash.js';
import { openCheckpoint } from './open-checkpoint.js';
import { nodeSha256 } from './sha256.js';

export interface ReceiptToVerify {
  readonly receipt: string;
  /** Verifier keys of the log, as text: one of them must have signed. */
  readonly keys: readonly string[];
  /** The name of the log; without it, the name of a key that signed. */
  readonly origin?: string;
}

export interface VerifiedReceipt {
  readonly origin: string;
  readonly index: number;
  readonly size: number;
  /** base64 */
  readonly root: string;
  readonly opening: Opening;
}

/**
 * What a receipt proves: its checkpoint is signed and of this log, and the leaf that its opening makes stands at its index of
 * that tree. Errors: `receipt-unverified`, `note-malformed`.
 */
export const verifyReceipt = ({ receipt, keys, origin }: ReceiptToVerify): VerifiedReceipt => {
  const { opening, index, proof, checkpoint: note } = parseReceipt(receipt);
  const noteKeys = keys.map(parseNoteKey);
  const opened = openCheckpoint(note, noteKeys, origin);
  if ('problem' in opened) {
    const known = origin ?? noteKeys.map(({ name }) => name).join(', ');
    throw new ParleyError('receipt-unverified', { origin: known, reason: `the checkpoint: ${opened.problem}` });
  }
  const { checkpoint } = opened;
  const { size, root } = checkpoint;
  const hash = treeHashOver(nodeSha256);
  const entry = encodeLeaf({ at: opening.at, digest: saltedDigest(nodeSha256, opening.salt, opening.payload) });
  if (!verifyInclusion(hash, { index, size, leaf: hash.leaf(entry), root, proof })) {
    const reason = `what it opens is not leaf ${index} of the ${size} that were signed`;
    throw new ParleyError('receipt-unverified', { origin: checkpoint.origin, reason });
  }
  return { origin: checkpoint.origin, index, size, root: encodeBase64(root), opening };
};
