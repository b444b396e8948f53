import { ParleyError } from '../../core/errors.js';
import { inclusionProof } from '../../core/ledger/prove.js';
import { formatReceipt } from '../../core/ledger/receipt.js';
import type { House } from '../house.js';
import type { FindLedger } from './find-ledger.js';
import { LEDGER_HASH } from './hashing.js';
import { seeLedger } from './see-ledger.js';
import { storedHashes } from './stored-tiles.js';

/**
 * A receipt (C2SP tlog-proof) of a leaf: what it says and the proof that it stands in the tree that was signed last, all from
 * one snapshot. Errors: `leaf-unknown`, `leaf-forgotten`.
 */
export const proveLeaf = (house: House, find: FindLedger, index: number): Promise<string> =>
  seeLedger(house, find, async (reader, ledger) => {
    const { origin, size, checkpoint } = ledger;
    const within = Number.isSafeInteger(index) && index >= 0 && index < size;
    const [leaf] = within ? await reader.ledgers.leaves(ledger.num, index, index + 1) : [];
    if (leaf === undefined) throw new ParleyError('leaf-unknown', { origin, index, size });
    const { at, salt, payload } = leaf;
    if (salt === null || payload === null) throw new ParleyError('leaf-forgotten', { origin, index });
    const proof = await inclusionProof(LEDGER_HASH, storedHashes(reader, ledger), index, size);
    return formatReceipt({ opening: { payload, salt, at }, index, proof, checkpoint });
  });
