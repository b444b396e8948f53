import { hash } from 'node:crypto';
import { type Sha256, treeHashOver } from '../../core/ledger/tree-hash.js';

/** Twice as fast as what core uses by itself. */
export const sha256: Sha256 = (bytes) => hash('sha256', bytes, 'buffer');

export const LEDGER_HASH = treeHashOver(sha256);
