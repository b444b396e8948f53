import { group } from '../plan.js';
import { keysRotate } from './keys-rotate.js';

export const keys = group('keys', 'the secret keys of the node', [keysRotate]);
