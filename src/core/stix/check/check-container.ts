import { below, isList, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import type { Scene } from './check.js';

/**
 * STIX 2.13, of the deprecated container of observed data: "object references ... MUST be resolvable within the same
 * observable-container". What else its objects must be was the rule of an older version and is left to readers.
 */
export const checkContainer = ({ objects }: JsonRecord, { error }: Scene): void => {
  if (!isRecord(objects)) return;
  for (const [key, observable] of Object.entries(objects)) {
    const place = below('/objects', key);
    if (!isRecord(observable)) {
      error('S022', place, `${quote(observable)} is no observable: write an object`);
      continue;
    }
    for (const [name, value] of Object.entries(observable)) {
      const refs = name.endsWith('_ref') ? [value] : name.endsWith('_refs') && isList(value) ? value : [];
      for (const ref of refs) {
        if (typeof ref === 'string' && Object.hasOwn(objects, ref)) continue;
        error('S022', below(place, name), `${quote(ref)} is no key of this container: refer to one`);
      }
    }
  }
};
