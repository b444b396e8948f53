import { ParleyError } from '../../core/errors.js';
import type { House } from '../../exchange/house.js';

/** The host's own name, as title of what it serves. */
export const nodeName = async (house: House): Promise<string> => {
  const node = await house.store.read((reader) => reader.registry.node());
  if (!node) throw new ParleyError('fault');
  return node.name;
};
