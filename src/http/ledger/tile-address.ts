import type { FastifyRequest } from 'fastify';
import { ParleyError } from '../../core/errors.js';
import { parseTilePath, type TileAddress } from '../../core/ledger/tile.js';

/**
 * The tile whose path stands behind `before` in the request's target; `as` is put in the place of that. The target is taken
 * as it came: in a decoded one an encoded slash would be as good as a slash, and one tile would have many names.
 *
 * Errors: `not-found`.
 */
export const tileAt = ({ raw }: FastifyRequest, before: string, as = ''): TileAddress => {
  const [target = ''] = (raw.url ?? '').split('?', 1);
  const address = target.startsWith(before) ? parseTilePath(`${as}${target.slice(before.length)}`) : undefined;
  if (address === undefined) throw new ParleyError('not-found');
  return address;
};
