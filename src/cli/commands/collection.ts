import { group } from '../plan.js';
import { collectionAdd } from './collection-add.js';
import { collectionList } from './collection-list.js';

export const collection = group('collection', 'what is shared, by subject', [collectionAdd, collectionList]);
