import type { Collection } from '../core/registry/collection.js';

/** A collection as `--json` shows it. */
export const collectionAnswer = ({ id, alias, title, description, track, references, writableBy, labels }: Collection) => ({
  id,
  alias,
  title,
  ...(description === undefined ? {} : { description }),
  track,
  references,
  writable_by: writableBy,
  labels,
});
