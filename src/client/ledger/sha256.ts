import { hash } from 'node:crypto';
import { digestOfCharacters, type Sha256 } from '../../core/ledger/tree-hash.js';

/** SHA-256 by Node. */
export const nodeSha256: Sha256 = (bytes) => digestOfCharacters(hash('sha256', bytes, 'binary'));
