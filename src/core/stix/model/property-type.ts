import type { RuleId } from './rules.js';
import {
  ENUMERATIONS,
  type EnumeratedTerm,
  type EnumerationName,
  OPEN_VOCABULARIES,
  type VocabularyName,
} from './vocabularies.js';

/**
 * A data type of STIX 2.1 (section 2), as a property table names it; `Value` is the TypeScript type of its values. `rule` is the
 * rule that a property breaks whose value is missing or not of the type; absent: that of the data type itself.
 */
export type PropertyType<Value = unknown> = Shape & {
  readonly rule?: RuleId;
  readonly required?: true;
  /** Never there: it carries the type of the values. */
  readonly value?: Value;
};

type Shape =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'string'; readonly format?: Format }
  | { readonly kind: 'integer' | 'float'; readonly least: number; readonly most: number }
  | { readonly kind: 'enum'; readonly terms: readonly string[] }
  | { readonly kind: 'open-vocab'; readonly name: string; readonly terms: readonly string[] }
  | { readonly kind: 'identifier'; readonly targets: readonly string[] }
  | { readonly kind: 'list'; readonly of: PropertyType }
  | {
      readonly kind: 'dictionary';
      readonly of?: PropertyType;
      /** The rule that judges the keys; absent: S003, which is about those of any dictionary. */
      readonly keys?: RuleId;
    }
  | { readonly kind: 'record'; readonly name: string; readonly table: PropertyTable };

export type SimpleKind = 'any' | 'binary' | 'boolean' | 'hashes' | 'hex' | 'timestamp';

/** The form of a text, and the rule that demands it. */
export interface Format {
  readonly rule: RuleId;
  /** What keeps a text from being of the form, behind the quoted text: `is not ...`; undefined if it is of the form. */
  readonly faultOf: (value: string) => string | undefined;
  /** The form SHOULD be kept: a warning. */
  readonly advised?: true;
  /** A value that was defanged (STIX 3.2) has it no more, and says so itself: a warning. */
  readonly defangs?: true;
}

/** Properties by name, as a table of the specification lists them. */
export type PropertyTable = { readonly [name: string]: PropertyType };

export type ValueOf<T> = T extends { readonly value?: infer Value } ? Value : never;

type RequiredNames<T> = { [Name in keyof T]: T[Name] extends { readonly required: true } ? Name : never }[keyof T];

/** The TypeScript type of what a property table describes. */
export type RecordOf<T> = {
  readonly [Name in RequiredNames<T>]: ValueOf<T[Name]>;
} & {
  readonly [Name in Exclude<keyof T, RequiredNames<T>>]?: ValueOf<T[Name]>;
};

export const any: PropertyType<unknown> = { kind: 'any' };
export const binary: PropertyType<string> = { kind: 'binary' };
export const boolean: PropertyType<boolean> = { kind: 'boolean' };
export const hashes: PropertyType<Readonly<Record<string, string>>> = { kind: 'hashes' };
export const hex: PropertyType<string> = { kind: 'hex' };
export const string: PropertyType<string> = { kind: 'string' };
export const timestamp: PropertyType<string> = { kind: 'timestamp' };

export const formatted = (format: Format): PropertyType<string> => ({ kind: 'string', format });

export const integer = (least = Number.MIN_SAFE_INTEGER, most = Number.MAX_SAFE_INTEGER): PropertyType<number> => ({
  kind: 'integer',
  least,
  most,
});

export const float = (least = Number.NEGATIVE_INFINITY, most = Number.POSITIVE_INFINITY): PropertyType<number> => ({
  kind: 'float',
  least,
  most,
});

/** Exactly this text. */
export const literal = <Text extends string>(text: Text): PropertyType<Text> => ({ kind: 'enum', terms: [text] });

export const enumeration = <Name extends EnumerationName>(name: Name): PropertyType<EnumeratedTerm<Name>> => ({
  kind: 'enum',
  terms: ENUMERATIONS[name],
});

export const openVocabulary = (name: VocabularyName): PropertyType<string> => ({
  kind: 'open-vocab',
  name,
  terms: OPEN_VOCABULARIES[name],
});

/** An identifier of one of the types, or of the kinds `sdo`, `sro`, `sco`, `smo`; without any: of whatever. */
export const identifier = (...targets: readonly string[]): PropertyType<string> => ({ kind: 'identifier', targets });

export const list = <Value>(of: PropertyType<Value>): PropertyType<readonly Value[]> => ({ kind: 'list', of });

/** A dictionary (STIX 2.3), of values of one type or of any. */
export const dictionary = <Value = unknown>(of?: PropertyType<Value>): PropertyType<Readonly<Record<string, Value>>> =>
  of === undefined ? { kind: 'dictionary' } : { kind: 'dictionary', of };

/** A dictionary whose keys are judged by a rule of their own. */
export const keyed = <Value>(keys: RuleId, of: PropertyType<Value>): PropertyType<Readonly<Record<string, Value>>> => ({
  kind: 'dictionary',
  of,
  keys,
});

/** A type of several properties that stands inside objects, by its name in the specification. */
export const record = <T extends PropertyTable>(name: string, table: T): PropertyType<RecordOf<T>> => ({
  kind: 'record',
  name,
  table,
});

export const required = <T extends PropertyType>(type: T): T & { readonly required: true } => ({ ...type, required: true });

/** The type, its breaches reported under a rule of its own. */
export const under = <T extends PropertyType>(rule: RuleId, type: T): T => ({ ...type, rule });
