import type { Collection } from '../../core/registry/collection.js';
import { STIX_TYPE } from './media-type.js';

/** TAXII 5.2.1, for a caller that may list it. `id` is the UUID, by whatever name the collection was asked for. */
export const collectionResource = ({ id, title, description, alias }: Collection) => ({
  id,
  title,
  ...(description === undefined ? {} : { description }),
  alias,
  can_read: true,
  can_write: false,
  media_types: [STIX_TYPE],
});
