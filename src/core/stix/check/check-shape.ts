import { isIdentifier } from '../format/identifier.js';
import { below, isList, isRecord, type JsonRecord, quote } from '../json/json-value.js';
import type { Report } from './finding.js';

/** STIX 3.1: lower case, beginning with a letter, words joined by `_`, 3 to 250 characters; `id` is the exception. */
const PROPERTY_NAME = /^(?:[a-z][a-z0-9_]{2,249}|id)$/;

/** STIX 3.8: these names "MUST NOT ... be present in any STIX content". */
const RESERVED_NAMES = new Set(['severity', 'username', 'phone_number', 'action']);

/**
 * Reports what no property may be, whatever its meaning: a bad or reserved name, null, empty, a reference that refers to
 * nothing. Inside custom `x_` properties, whose makers were promised nothing by STIX 2.0 and whose rules nobody knows, only null
 * is looked for: real feeds have empty lists there.
 */
export const checkShape = (object: JsonRecord, report: Report): void => {
  for (const [name, value] of Object.entries(object)) {
    const pointer = below('', name);
    if (!PROPERTY_NAME.test(name)) {
      report('S030', pointer, `${quote(name)} is no property name: 3 to 250 of a-z, 0-9 and _, beginning with a letter`);
    }
    if (RESERVED_NAMES.has(name)) report('S034', pointer, `${quote(name)} is reserved and cannot be used`);
    const isCustom = name.startsWith('x_');
    checkFilled(value, pointer, isCustom ? 1 : Number.POSITIVE_INFINITY, report);
    if (!isCustom) checkReference(name, value, pointer, report);
  }
};

/** STIX 2.3, 2.12: no empty list, no empty dictionary; null is no value. `levels`: how deep emptiness is looked for. */
const checkFilled = (value: unknown, pointer: string, levels: number, report: Report): void => {
  if (value === null) report('S057', pointer, 'null is not a value: leave the property out');
  else if (isList(value)) {
    if (value.length === 0 && levels > 0) report('S021', pointer, 'the list is empty: leave the property out');
    value.forEach((item, index) => {
      if (typeof item === 'object') checkFilled(item, below(pointer, index), levels - 1, report);
    });
  } else if (isRecord(value)) {
    const entries = Object.entries(value);
    if (entries.length === 0 && levels > 0) report('S004', pointer, 'the dictionary is empty: leave the property out');
    for (const [key, inner] of entries) {
      if (typeof inner === 'object') checkFilled(inner, below(pointer, key), levels - 1, report);
    }
  }
};

/** STIX 3.1: "_ref" names one identifier, "_refs" a list of them. */
const checkReference = (name: string, value: unknown, pointer: string, report: Report): void => {
  if (name.endsWith('_ref') && !isIdentifier(value)) {
    report('S032', pointer, `${quote(value)} is not an identifier, as a property in \`_ref\` must be: write type--UUID`);
  }
  if (!name.endsWith('_refs')) return;
  if (!isList(value)) report('S032', pointer, `${quote(value)} is not a list of identifiers, as a property in \`_refs\` must be`);
  else {
    value.forEach((item, index) => {
      if (!isIdentifier(item)) report('S032', below(pointer, index), `${quote(item)} is not an identifier: write type--UUID`);
    });
  }
};
