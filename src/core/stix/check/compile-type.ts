import { isBase64 } from '../format/base64.js';
import { checkHashes } from '../format/hashes.js';
import { isHex } from '../format/hex.js';
import { typeOfIdentifier } from '../format/identifier.js';
import { parseTimestamp } from '../format/timestamp.js';
import { below, isList, isRecord, type JsonRecord, kindOfValue, quote, quoteJson } from '../json/json-value.js';
import { isDictionaryKey } from '../model/names.js';
import { standardKindOf } from '../model/object-types.js';
import type { Format, PropertyTable, PropertyType, SimpleKind } from '../model/property-type.js';
import type { RuleId } from '../model/rules.js';
import type { Check } from './check.js';
import { checkCustom } from './check-names.js';
import { RECORD_RULES, type RecordRule } from './record-rules.js';

/**
 * The check of a data type, built once. Null and emptiness are reported by `checkShape`, wherever they are. `rule`: what the
 * property is reported under; absent: the rule of the type.
 */
export const compileType = (type: PropertyType, rule: RuleId | undefined = type.rule): Check => {
  switch (type.kind) {
    case 'list':
      return listCheck(compileType(type.of, type.of.rule ?? rule), rule ?? 'S021');
    case 'enum':
      return enumCheck(type.terms, rule ?? 'S005');
    case 'open-vocab':
      return openVocabularyCheck(type, rule ?? 'S190');
    case 'string':
      return type.format === undefined ? textCheck(rule ?? 'S190') : formatCheck(type.format, rule ?? 'S190');
    case 'identifier':
      return identifierCheck(type.targets, rule);
    case 'integer':
      return numberCheck(type, 'an integer', Number.isSafeInteger, rule ?? 'S019');
    case 'float':
      return numberCheck(type, 'a number', Number.isFinite, rule ?? 'S190');
    case 'dictionary':
      return dictionaryCheck(type.of && compileType(type.of, type.of.rule ?? rule), rule ?? 'S003', type.keys ?? 'S003');
    case 'record':
      return recordCheck(type.name, type.table, rule);
    default:
      return simpleCheck(type.kind, rule);
  }
};

const textCheck =
  (rule: RuleId): Check =>
  (value, pointer, { error }) => {
    if (typeof value !== 'string' && value !== null) error(rule, pointer, `${quote(value)} is not text: write it in quotes`);
  };

const formatCheck =
  ({ rule, faultOf, advised, defangs }: Format, otherwise: RuleId): Check =>
  (value, pointer, { error, warn, object }) => {
    if (value === null) return;
    if (typeof value !== 'string') {
      error(otherwise, pointer, `${quote(value)} is not text: write it in quotes`);
      return;
    }
    const fault = faultOf(value);
    const isLawful = advised === true || (defangs === true && object.defanged === true);
    if (fault !== undefined) (isLawful ? warn : error)(rule, pointer, `${quote(value)} ${fault}`);
  };

const enumCheck = (terms: readonly string[], rule: RuleId): Check => {
  const known = new Set<unknown>(terms);
  return (value, pointer, { error }) => {
    if (!known.has(value) && value !== null)
      error(rule, pointer, `${typeof value === 'string' ? quote(value) : kindOfValue(value)} is not one of ${terms.join(', ')}`);
  };
};

const openVocabularyCheck = (
  { name, terms }: { readonly name: string; readonly terms: readonly string[] },
  rule: RuleId,
): Check => {
  const known = new Set<unknown>(terms);
  return (value, pointer, { error, warn }) => {
    if (known.has(value) || value === null) return;
    if (typeof value !== 'string') error(rule, pointer, `${quote(value)} is not text: write it in quotes`);
    else warn('S006', pointer, `${quote(value)} is lawful and not a term of \`${name}\`, which others look for`);
  };
};

const listCheck =
  (checkItem: Check, rule: RuleId): Check =>
  (value, pointer, scene) => {
    if (isList(value)) {
      for (let index = 0; index < value.length; index++) checkItem(value[index], `${pointer}/${index}`, scene);
    } else if (value !== null) scene.error(rule, pointer, `${quote(value)} is ${kindOfValue(value)}: write a list`);
  };

const KINDS: ReadonlySet<string> = new Set(['sdo', 'sro', 'sco', 'smo']);

/** A target is a type or a kind; a type that the standard does not define may be of any kind, but for bundles, which are no objects. */
const fits = (type: string, target: string): boolean => {
  if (!KINDS.has(target) || type === 'bundle') return type === target;
  const kind = standardKindOf(type);
  return kind === undefined || kind === target;
};

const identifierCheck =
  (targets: readonly string[], rule: RuleId | undefined): Check =>
  (value, pointer, { error, object }) => {
    if (value === null) return;
    const type = typeOfIdentifier(value);
    if (type === undefined)
      error('S012', pointer, `${quote(value)} is not an identifier: write type--UUID, the UUID as in RFC 4122`);
    else if (targets.length > 0 && !targets.some((target) => fits(type, target))) {
      error(rule ?? 'S032', pointer, `${quote(value)} is no ${targets.join(' or ')}: refer to one`);
    } else if (type === 'bundle') error('S161', pointer, `${quote(value)} is a bundle: nothing can refer to one`);
    else if (value === object.id && (rule === 'S050' || rule === 'S051')) error(rule, pointer, 'a marking cannot mark itself');
  };

const numberCheck =
  (
    { least, most }: { readonly least: number; readonly most: number },
    name: string,
    isOfKind: (value: unknown) => boolean,
    rule: RuleId,
  ): Check =>
  (value, pointer, { error }) => {
    if (value === null) return;
    if (typeof value !== 'number' || !isOfKind(value)) error(rule, pointer, `${quoteJson(value)} is not ${name}`);
    else if (value < least || value > most)
      error(rule, pointer, `${name} ${rangeOf(least, most)} is wanted, not ${quote(value)}`);
  };

const rangeOf = (least: number, most: number): string =>
  most >= Number.MAX_SAFE_INTEGER ? `of at least ${least}` : `from ${least} to ${most}`;

const dictionaryCheck =
  (checkEntry: Check | undefined, rule: RuleId, keys: RuleId): Check =>
  (value, pointer, scene) => {
    if (value === null) return;
    if (!isRecord(value)) {
      scene.error(rule, pointer, `${quote(value)} is not a dictionary: write an object`);
      return;
    }
    for (const [key, entry] of Object.entries(value)) {
      const place = below(pointer, key);
      if (keys === 'S003' && !isDictionaryKey(key)) {
        scene.error('S003', place, `${quote(key)} is no key of a dictionary: write 1 to 250 of a-z, A-Z, 0-9, - and _`);
      }
      checkEntry?.(entry, place, scene);
    }
  };

interface SimpleType {
  readonly rule: RuleId;
  /** What a value should be and is not, behind `is not`. */
  readonly form: string;
  readonly holds: (value: unknown) => boolean;
}

const SIMPLE_TYPES: Readonly<Record<Exclude<SimpleKind, 'any' | 'hashes'>, SimpleType>> = {
  binary: { rule: 'S001', form: 'base64', holds: (value) => typeof value === 'string' && isBase64(value) },
  boolean: { rule: 'S002', form: 'a boolean: write true or false without quotes', holds: (value) => typeof value === 'boolean' },
  hex: {
    rule: 'S011',
    form: 'hexadecimal: write an even number of 0-9 and a-f',
    holds: (value) => typeof value === 'string' && isHex(value),
  },
  timestamp: {
    rule: 'S023',
    form: 'a timestamp: write RFC 3339 in UTC with T and Z, on a date that exists',
    holds: (value) => typeof value === 'string' && parseTimestamp(value) !== undefined,
  },
};

const simpleCheck = (kind: SimpleKind, rule: RuleId | undefined): Check => {
  if (kind === 'any') return () => undefined;
  if (kind === 'hashes') return (value, pointer, { error }) => value !== null && checkHashes(value, pointer, error);
  const { rule: own, form, holds } = SIMPLE_TYPES[kind];
  return (value, pointer, { error }) => {
    if (!holds(value) && value !== null)
      error(
        kind === 'timestamp' ? own : (rule ?? own),
        pointer,
        `${kind === 'boolean' ? quoteJson(value) : quote(value)} is not ${form}`,
      );
  };
};

interface CompiledProperty {
  readonly name: string;
  readonly required: boolean;
  readonly rule: RuleId;
  readonly step: string;
  readonly check: Check;
}

/** Checks the properties of a record that its table lists: those that are there, and that those which must be are. */
export const compileTable = (table: PropertyTable): Check => {
  const properties: readonly CompiledProperty[] = Object.entries(table).map(([name, type]) => ({
    name,
    required: type.required === true,
    rule: type.rule ?? 'S033',
    step: below('', name),
    check: compileType(type),
  }));
  return (value, pointer, scene) => {
    const record = value as Readonly<Record<string, unknown>>;
    for (const { name, required, rule, step, check } of properties) {
      const found = Object.hasOwn(record, name) ? record[name] : undefined;
      if (found !== undefined) check(found, pointer + step, scene);
      else if (required) scene.error(rule, pointer + step, `\`${name}\` is missing`);
    }
  };
};

/** A type of several properties; names that its table does not list are custom ones. */
const recordCheck = (name: string, table: PropertyTable, rule: RuleId | undefined): Check => {
  const checkTable = compileTable(table);
  const {
    form,
    rule: own,
    check: checkRules,
    bare,
    alone,
  }: RecordRule = RECORD_RULES[name] ?? { form: `of the type \`${name}\`` };
  const isBare = (value: JsonRecord): boolean =>
    Object.keys(value).length > 0 && Object.keys(table).every((property) => property === alone || value[property] === undefined);
  return (value, pointer, scene) => {
    if (value === null) return;
    if (!isRecord(value)) {
      scene.error(own ?? rule ?? 'S190', pointer, `${quote(value)} is not ${form}: write an object`);
      return;
    }
    for (const property of Object.keys(value)) {
      if (!Object.hasOwn(table, property)) checkCustom(property, value[property], below(pointer, property), scene);
    }
    if (bare !== undefined && isBare(value)) scene.error(bare, pointer, `none of its own properties is there: give at least one`);
    checkTable(value, pointer, scene);
    checkRules?.(value, pointer, scene);
  };
};
