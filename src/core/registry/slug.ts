import { ParleyError } from '../errors.js';

const SLUG = /^[a-z0-9-]{1,64}$/;

/** A short name for an operator, a participant, a collection or a track: `[a-z0-9-]{1,64}`. */
export const parseSlug = (value: string): string => {
  if (!SLUG.test(value)) throw new ParleyError('slug-malformed', { value });
  return value;
};
