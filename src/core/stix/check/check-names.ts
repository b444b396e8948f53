import { isBase64 } from '../format/base64.js';
import { isHex } from '../format/hex.js';
import { isIdentifier } from '../format/identifier.js';
import { below, isList, quote } from '../json/json-value.js';
import { propertyNameFaultOf, RESERVED_NAMES, typeNameFaultOf } from '../model/names.js';
import type { RuleId } from '../model/rules.js';
import type { Scene } from './check.js';

/** Reports a property name that none can be; `rule`: where another one says so. */
export const checkPropertyName = (name: string, pointer: string, { error }: Scene, rule?: RuleId): void => {
  const fault = propertyNameFaultOf(name);
  if (fault === 'S031') error(fault, pointer, `${quote(name)} is no property name: it has 3 to 250 characters`);
  else if (fault !== undefined) {
    error(rule ?? fault, pointer, `${quote(name)} is no property name: write a-z, 0-9 and _, beginning with a letter`);
  }
  if (RESERVED_NAMES.has(name)) error('S034', pointer, `${quote(name)} is reserved and cannot be used`);
};

/** A property that no table lists: its name, and what the ending of its name says of its value. */
export const checkCustom = (name: string, value: unknown, pointer: string, scene: Scene, rule?: RuleId): void => {
  checkPropertyName(name, pointer, scene, rule);
  if (value !== null && !name.startsWith('x_')) checkEnding(name, value, pointer, scene);
};

/** Whether a text can name a type; reports if not. */
export const checkTypeName = (type: string, { error }: Scene): boolean => {
  const fault = typeNameFaultOf(type);
  if (fault === undefined) return true;
  if (fault === 'S031') error(fault, '/type', `${quote(type)} is no type name: it has 3 to 250 characters`);
  else {
    error(
      fault,
      '/type',
      `${quote(type)} is no type name: write words of a-z and 0-9 joined by one hyphen, beginning with a letter`,
    );
  }
  return false;
};

/** STIX 3.1: what the ending of a name says of its value. Only for properties that no table describes: those do it better. */
const checkEnding = (name: string, value: unknown, pointer: string, { error }: Scene): void => {
  const checkReference = (id: unknown, place: string): void => {
    if (!isIdentifier(id))
      error('S032', place, `${quote(id)} is not an identifier, as a property in \`_ref\` is: write type--UUID`);
    else if (id.startsWith('bundle--')) error('S161', place, `${quote(id)} is a bundle: nothing can refer to one`);
  };
  if (name.endsWith('_ref')) checkReference(value, pointer);
  else if (name.endsWith('_refs')) {
    if (isList(value)) for (const [index, item] of value.entries()) checkReference(item, below(pointer, index));
    else error('S032', pointer, `${quote(value)} is not a list of identifiers, as a property in \`_refs\` is`);
  } else if (name.endsWith('_bin')) {
    if (typeof value !== 'string' || !isBase64(value))
      error('S001', pointer, `${quote(value)} is not base64, as a property in \`_bin\` is`);
  } else if (name.endsWith('_hex') && (typeof value !== 'string' || !isHex(value))) {
    error('S011', pointer, `${quote(value)} is not hexadecimal, as a property in \`_hex\` is`);
  }
};
