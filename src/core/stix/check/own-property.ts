import { type JsonRecord, quote } from '../json/json-value.js';
import { OBSERVABLE_OBJECTS } from '../model/observable-objects.js';
import type { RuleId } from '../model/rules.js';
import type { Scene } from './check.js';

const TABLES: Readonly<Record<string, object>> = OBSERVABLE_OBJECTS;

/** Types of which nothing is required by name, yet "at least one of the properties ... MUST be included" (STIX 6). */
export const checkOwnProperty =
  (rule: RuleId) =>
  (object: JsonRecord, { error }: Scene): void => {
    const own = TABLES[String(object.type)] ?? {};
    const isBare = object.extensions === undefined && Object.keys(own).every((name) => object[name] === undefined);
    if (isBare) error(rule, '', `none of the properties of a ${quote(object.type)} is there: give at least one`);
  };
