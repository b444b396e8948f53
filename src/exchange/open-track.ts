import { ParleyError } from '../core/errors.js';
import { parseSlug } from '../core/registry/slug.js';
import type { House } from './house.js';
import { restand } from './restand.js';

/** Adds a line of dealing; everyone starts `closed` on it. */
export const openTrack = async (house: House, name: string): Promise<readonly string[]> => {
  parseSlug(name);
  return restand(house, async (sealer) => {
    const tracks = await sealer.registry.tracks();
    if (tracks.includes(name)) throw new ParleyError('slug-taken', { value: name });
    await sealer.registry.addTrack(name);
    return {
      value: [...tracks, name],
      participants: undefined,
      event: { kind: 'track-opened', participant: null, detail: { name } },
    };
  });
};
