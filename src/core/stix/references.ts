import { isIdentifier } from './format/identifier.js';
import { isList, isRecord } from './json/json-value.js';

/**
 * All distinct ids that an object refers to, in order of occurrence: identifiers in properties whose name ends in `_ref` or
 * `_refs`, at any depth (so `object_marking_refs`, granular markings and extensions too). What looks like a reference and is
 * no identifier (the keys of a deprecated observable container) is left out.
 */
export const referencesOf = (object: Readonly<Record<string, unknown>>): readonly string[] => {
  const found = new Set<string>();
  collect(object, found);
  return [...found];
};

const collect = (value: unknown, found: Set<string>): void => {
  if (isList(value)) {
    for (const item of value) collect(item, found);
  } else if (isRecord(value)) {
    for (const [name, inner] of Object.entries(value)) {
      if (name.endsWith('_ref') && isIdentifier(inner)) found.add(inner);
      else if (name.endsWith('_refs') && isList(inner)) for (const item of inner) addReference(item, found);
      else collect(inner, found);
    }
  }
};

const addReference = (item: unknown, found: Set<string>): void => {
  if (isIdentifier(item)) found.add(item);
  else collect(item, found);
};
