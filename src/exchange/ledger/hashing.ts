import { hash } from 'node:crypto';
import { digestOfCharacters, type Sha256, treeHashOver } from '../../core/ledger/tree-hash.js';

/** Three times as fast as what core uses by itself. */
export const sha256: Sha256 = (bytes) => digestOfCharacters(hash('sha256', bytes, 'binary'));

export const LEDGER_HASH = treeHashOver(sha256);

/** As leaves and receipts write a digest of what was sent or received. */
export const digestText = (bytes: Uint8Array): string => `sha256:${hash('sha256', bytes, 'hex')}`;
