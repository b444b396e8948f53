import { isRecord } from '../json/json-value.js';
import { DOMAIN_OBJECTS } from './domain-objects.js';
import { META_OBJECTS } from './meta-objects.js';
import { OBSERVABLE_OBJECTS } from './observable-objects.js';
import { RELATIONSHIP_OBJECTS } from './relationship-objects.js';
import { ENUMERATIONS } from './vocabularies.js';

const EXTENSION_TYPES = ENUMERATIONS['extension-type-enum'];

/** STIX Domain Objects (section 4). */
export const DOMAIN_TYPES: ReadonlySet<string> = new Set(Object.keys(DOMAIN_OBJECTS));

/** STIX Relationship Objects (section 5). */
export const RELATIONSHIP_TYPES: ReadonlySet<string> = new Set(Object.keys(RELATIONSHIP_OBJECTS));

/** STIX Cyber-observable Objects (section 6). */
export const OBSERVABLE_TYPES: ReadonlySet<string> = new Set(Object.keys(OBSERVABLE_OBJECTS));

/** STIX Meta Objects (section 7). */
export const META_TYPES: ReadonlySet<string> = new Set(Object.keys(META_OBJECTS));

export type StandardKind = 'sdo' | 'sro' | 'sco' | 'smo';
export type ObjectKind = StandardKind | 'custom';

/** Extension types that make an object type lawful (section 7.3), and whose rules it then follows. */
const NEW_OBJECT_KINDS: Readonly<Record<string, StandardKind>> = { 'new-sdo': 'sdo', 'new-sro': 'sro', 'new-sco': 'sco' };

/** The kind of a type of the standard; undefined for `bundle` and for types that the standard does not define. */
export const standardKindOf = (type: string): StandardKind | undefined => {
  if (DOMAIN_TYPES.has(type)) return 'sdo';
  if (RELATIONSHIP_TYPES.has(type)) return 'sro';
  if (OBSERVABLE_TYPES.has(type)) return 'sco';
  return META_TYPES.has(type) ? 'smo' : undefined;
};

/**
 * The kind of an object. `custom`: a type that begins with `x-` (section 11, deprecated but lawful), or one that an extension
 * of the object declares new. Undefined: neither of the standard nor declared.
 */
export const kindOf = (type: string, object: Readonly<Record<string, unknown>>): ObjectKind | undefined => {
  const kind = standardKindOf(type);
  if (kind || type === 'bundle') return kind;
  return type.startsWith('x-') || newObjectKindOf(object) || isMisdeclared(object) ? 'custom' : undefined;
};

/** Whether an extension says of itself what no extension can: that is what is wrong then, and not the type. */
const isMisdeclared = ({ extensions }: Readonly<Record<string, unknown>>): boolean =>
  isRecord(extensions) &&
  Object.values(extensions).some(
    (extension) =>
      isRecord(extension) &&
      extension.extension_type !== undefined &&
      !EXTENSION_TYPES.some((known) => known === extension.extension_type),
  );

/** Whose common properties the object follows: a custom object without a declaration is read as a domain object, or as an observable if it has no dates (11.2). */
export const commonKindOf = (type: string, object: Readonly<Record<string, unknown>>): StandardKind =>
  standardKindOf(type) ?? newObjectKindOf(object) ?? (isUndated(object) ? 'sco' : 'sdo');

/** Custom observables are written without dates, as all observables are (11.2). */
const isUndated = ({ created, modified, spec_version }: Readonly<Record<string, unknown>>): boolean =>
  created === undefined && modified === undefined && spec_version === undefined;

/** The kind of which an extension of the object declares its type; undefined: none does. */
export const newObjectKindOf = (object: Readonly<Record<string, unknown>>): StandardKind | undefined => {
  if (!isRecord(object.extensions)) return undefined;
  for (const extension of Object.values(object.extensions)) {
    const declared = isRecord(extension) ? extension.extension_type : undefined;
    if (typeof declared === 'string' && Object.hasOwn(NEW_OBJECT_KINDS, declared)) return NEW_OBJECT_KINDS[declared];
  }
  return undefined;
};
