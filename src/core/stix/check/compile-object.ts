import { fractionDigitsOf, parseTimestamp } from '../format/timestamp.js';
import { below, type JsonRecord, quote } from '../json/json-value.js';
import { COMMON_PROPERTIES, notApplicable } from '../model/common-properties.js';
import { DOMAIN_OBJECTS } from '../model/domain-objects.js';
import { META_OBJECTS } from '../model/meta-objects.js';
import { type StandardKind, standardKindOf } from '../model/object-types.js';
import { OBSERVABLE_OBJECTS } from '../model/observable-objects.js';
import { any, type PropertyTable } from '../model/property-type.js';
import { RELATIONSHIP_OBJECTS } from '../model/relationship-objects.js';
import type { Scene } from './check.js';
import { checkCustom } from './check-names.js';
import { compileTable, compileType } from './compile-type.js';
import { rulesOf } from './object-rules.js';

const OBJECTS: Readonly<Record<string, PropertyTable>> = {
  ...DOMAIN_OBJECTS,
  ...RELATIONSHIP_OBJECTS,
  ...OBSERVABLE_OBJECTS,
  ...META_OBJECTS,
};

const ANY_COMMON: PropertyTable = { ...COMMON_PROPERTIES.sco, ...COMMON_PROPERTIES.sdo };

const ENCODED = '_enc';

export type ObjectCheck = (object: JsonRecord, scene: Scene) => void;

const compiled = new Map<string, ObjectCheck>();

/** The check of the properties of all objects of a type, built when the first is met. `kind`: whose common properties it has. */
export const objectCheckOf = (type: string, kind: StandardKind): ObjectCheck => {
  // Types that the standard does not define are as many as producers like, and differ in their kind only.
  const key = Object.hasOwn(OBJECTS, type) ? type : `any ${kind}`;
  const known = compiled.get(key);
  if (known !== undefined) return known;
  const check = compileObject(type, kind);
  compiled.set(key, check);
  return check;
};

const compileObject = (type: string, kind: StandardKind): ObjectCheck => {
  const table: PropertyTable = { ...COMMON_PROPERTIES[kind], ...(Object.hasOwn(OBJECTS, type) ? OBJECTS[type] : {}) };
  const listed = new Set(['type', 'id', ...Object.keys(table)]);
  const { rule, names } = notApplicable(type, kind);
  // Whoever reads common properties relies on their types, on whatever object they stand.
  const absent = new Map(names.map((name) => [name, compileType(ANY_COMMON[name] ?? any)]));
  const isStandard = standardKindOf(type) !== undefined;
  const checkTable = compileTable(table);
  const rules = rulesOf(type);
  return (object, scene) => {
    const customs: string[] = [];
    for (const name of Object.keys(object)) {
      const check = absent.get(name);
      if (check !== undefined) {
        scene.warn(rule, below('', name), `\`${name}\` is not applicable to a ${quote(object.type)}: leave it out`);
        if (!listed.has(name)) check(object[name], below('', name), scene);
      } else if (!listed.has(name)) customs.push(name);
      if (name.endsWith(ENCODED)) checkEncoding(name, table, object, scene);
    }
    for (const name of customs) checkCustom(name, object[name], below('', name), scene);
    if (isStandard && customs.length > 0 && !isExtended(object)) warnOfCustom(customs, scene);
    checkTable(object, '', scene);
    if (kind !== 'sco') checkMilliseconds(object, scene);
    for (const rule of rules) rule(object, scene);
  };
};

/** STIX 3.1, 3.9.1: a property in `_enc` tells the encoding of the property "of the same name without" it. */
const checkEncoding = (name: string, table: PropertyTable, object: JsonRecord, { error }: Scene): void => {
  const base = name.slice(0, -ENCODED.length);
  // That a required property is missing is told by its table.
  if (name.startsWith('x_') || Object.hasOwn(object, base) || table[base]?.required === true) return;
  error('S032', below('', name), `${quote(name)} tells of ${quote(base)}, which is not there: leave it out`);
};

/** STIX 7.3: an extension may add properties at the top of an object. */
const isExtended = ({ extensions }: JsonRecord): boolean =>
  typeof extensions === 'object' &&
  extensions !== null &&
  Object.values(extensions).some((extension) => extension?.extension_type === 'toplevel-property-extension');

const warnOfCustom = (names: readonly string[], { warn }: Scene): void => {
  for (const name of names) {
    warn(
      'S154',
      below('', name),
      `${quote(name)} is a custom property, which only its maker understands: add it by an extension`,
    );
  }
};

/** STIX 3.2: `created` and `modified` are "precise to the nearest millisecond", at least. */
const checkMilliseconds = (object: JsonRecord, { error }: Scene): void => {
  for (const name of ['created', 'modified']) {
    const value = object[name];
    if (typeof value === 'string' && parseTimestamp(value) !== undefined && fractionDigitsOf(value) < 3) {
      error('S042', below('', name), `${quote(value)} lacks milliseconds: write at least three digits of fraction`);
    }
  }
};
