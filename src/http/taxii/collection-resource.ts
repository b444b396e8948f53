import type { Access } from '../../exchange/access.js';
import { STIX_TYPE } from './media-type.js';

/** TAXII 5.2.1, as this caller has it. `id` is the UUID, by whatever name the collection was asked for. */
export const collectionResource = ({ collection: { id, title, description, alias }, canRead, canWrite }: Access) => ({
  id,
  title,
  ...(description === undefined ? {} : { description }),
  alias,
  can_read: canRead,
  can_write: canWrite,
  media_types: [STIX_TYPE],
});
