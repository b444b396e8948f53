import { ParleyError } from '../errors.js';
import { parseIdentifier } from '../stix/format/identifier.js';
import { wellKnownMarking } from '../stix/marking/markings.js';
import { papLevelOf, tlpLevelOf } from '../stix/marking/tlp-marking.js';

/**
 * The name of a clearance, from what an operator writes: `tlp:amber` or the id of the standard's marking (TLP 1 and 2.0)
 * gives the word; the id of any other marking definition is its own name. Error: `clearance-malformed`.
 */
export const clearanceOf = (text: string): string => {
  const value = text.trim();
  const named = wordFor(value) ?? markingName(value);
  if (named === undefined) throw new ParleyError('clearance-malformed', { value: text });
  return named;
};

const wordFor = (value: string): string | undefined => {
  const [, scheme = '', word = ''] = /^(tlp|pap):(.+)$/i.exec(value) ?? [];
  const level = scheme.toLowerCase() === 'tlp' ? tlpLevelOf(word) : papLevelOf(word);
  return level === undefined ? undefined : `${scheme.toLowerCase()}:${level}`;
};

const markingName = (value: string): string | undefined => {
  if (parseIdentifier(value)?.type !== 'marking-definition') return undefined;
  const marking = wellKnownMarking(value);
  return marking?.kind === 'tlp' || marking?.kind === 'pap' ? `${marking.kind}:${marking.level}` : value;
};
