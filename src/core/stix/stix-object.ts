import type { COMMON_PROPERTIES } from './model/common-properties.js';
import type { granularMarking } from './model/common-types.js';
import type { DOMAIN_OBJECTS } from './model/domain-objects.js';
import type { META_OBJECTS } from './model/meta-objects.js';
import type { OBSERVABLE_OBJECTS } from './model/observable-objects.js';
import type { RecordOf, ValueOf } from './model/property-type.js';
import type { RELATIONSHIP_OBJECTS } from './model/relationship-objects.js';

/** A granular marking (STIX 7.2.3): exactly one of `marking_ref` and `lang`. */
export type GranularMarking = ValueOf<typeof granularMarking>;

type Common = typeof COMMON_PROPERTIES;

interface Tables {
  readonly sdo: typeof DOMAIN_OBJECTS;
  readonly sro: typeof RELATIONSHIP_OBJECTS;
  readonly sco: typeof OBSERVABLE_OBJECTS;
  readonly smo: typeof META_OBJECTS;
}

type OfKind<Kind extends keyof Tables> = {
  [Type in keyof Tables[Kind] & string]: { readonly type: Type; readonly id: string } & RecordOf<
    Omit<Common[Kind], keyof Tables[Kind][Type]> & Tables[Kind][Type]
  >;
};

type Standard = OfKind<'sdo'> & OfKind<'sro'> & OfKind<'sco'> & OfKind<'smo'>;

/** A type of the standard, bundles apart. */
export type StandardType = keyof Standard;

/**
 * A valid object of a type of the standard, by the property tables: `StixOf<'malware'>`. Custom properties are not among its
 * properties.
 */
export type StixOf<Type extends StandardType> = Standard[Type];

/**
 * Any object that passed `validateStix`: the common properties (STIX 3.2) are what their types say. All other properties are
 * `unknown` until looked at.
 */
export type StixObject = Partial<RecordOf<Common['sdo']>> & {
  readonly type: string;
  readonly id: string;
  readonly [property: string]: unknown;
};

/** Narrows an object that passed `validateStix` to a type of the standard. */
export const isOfType = <Type extends StandardType>(object: StixObject, type: Type): object is StixObject & StixOf<Type> =>
  object.type === type;
