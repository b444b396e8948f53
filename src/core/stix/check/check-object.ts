import { isIdentifier, parseIdentifier } from '../format/identifier.js';
import { fractionDigitsOf, parseTimestamp } from '../format/timestamp.js';
import { below, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';
import { COMMON_PROPERTIES } from '../model/common-properties.js';
import { DOMAIN_PROPERTIES } from '../model/domain-properties.js';
import { META_PROPERTIES } from '../model/meta-properties.js';
import { commonKindOf, kindOf } from '../model/object-types.js';
import { OBSERVABLE_PROPERTIES } from '../model/observable-properties.js';
import type { PropertyTable } from '../model/property-table.js';
import { RELATIONSHIP_PROPERTIES } from '../model/relationship-properties.js';
import { checkExtensions } from './check-extensions.js';
import { checkShape } from './check-shape.js';
import { checkValue } from './check-value.js';
import type { Finding, Report } from './finding.js';
import { checkRules } from './object-rules.js';

/** STIX 3.1, 7.3.2: words of a-z and 0-9 joined by one hyphen, beginning with a letter, 3 to 250 characters. */
const TYPE_NAME = /^(?=.{3,250}$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;

const OWN_PROPERTIES: Readonly<Record<string, PropertyTable>> = {
  ...DOMAIN_PROPERTIES,
  ...RELATIONSHIP_PROPERTIES,
  ...OBSERVABLE_PROPERTIES,
  ...META_PROPERTIES,
};

/** Types of which nothing is required by name, yet "at least one of the properties ... MUST be included" (STIX 6). */
const NEEDS_ONE_OWN_PROPERTY: ReadonlyMap<string, string> = new Map([
  ['process', 'S121'],
  ['user-account', 'S124'],
  ['windows-registry-key', 'S124'],
  ['x509-certificate', 'S124'],
]);

/**
 * Everything found wrong with one object, in the order of its checks; empty: it may enter. Judges what one object alone shows;
 * versions, creators and what references lead to are judged where objects are stored. Open vocabularies are open (S006).
 */
export const checkObject = (value: unknown): readonly Finding[] => {
  const findings: Finding[] = [];
  const report: Report = (rule, pointer, message) => {
    findings.push({ rule, code: 'object-invalid', pointer, message });
  };
  if (!isRecord(value)) report('S040', '', `a STIX object is a JSON object, not ${kindOfValue(value)}`);
  else if (checkType(value, report)) checkTyped(value.type as string, value, report);
  return findings;
};

/** Without a type that is known no other rule can be named: the object is not judged further. */
const checkType = (object: JsonRecord, report: Report): boolean => {
  const { type } = object;
  if (typeof type !== 'string') {
    report('S040', '/type', type === undefined ? '`type` is missing: this is no STIX object' : `${quote(type)} is not text`);
  } else if (type === 'bundle') report('S160', '/type', 'a bundle cannot stand among the objects of a bundle');
  else if (!TYPE_NAME.test(type)) {
    report('S030', '/type', `${quote(type)} is no type name: 3 to 250 of a-z, 0-9 and -, beginning with a letter`);
  } else if (!kindOf(type, object)) {
    report('S040', '/type', `unknown type ${quote(type)}: neither of STIX 2.1, nor \`x-…\`, nor declared new by an extension`);
  } else return true;
  return false;
};

const checkTyped = (type: string, object: JsonRecord, report: Report): void => {
  checkId(type, object.id, report);
  const older = olderBy(type, object);
  if (older !== undefined) {
    report('S041', '/spec_version', `${older}: Parley takes STIX 2.1, convert the object first`);
    return;
  }
  checkShape(object, report);
  const common = COMMON_PROPERTIES[commonKindOf(type, object)];
  const own = Object.hasOwn(OWN_PROPERTIES, type) ? (OWN_PROPERTIES[type] ?? []) : [];
  for (const table of [common, own]) checkTable(table, object, report);
  if (common !== COMMON_PROPERTIES.sco) checkMilliseconds(object, report);
  const rule = NEEDS_ONE_OWN_PROPERTY.get(type);
  if (rule !== undefined) checkNotBare(rule, own, object, report);
  checkExtensions(object, report);
  checkRules(type, object, report);
};

const checkId = (type: string, id: unknown, report: Report): void => {
  if (id === undefined) report('S012', '/id', `\`id\` is missing: write ${type}--UUID`);
  else if (!isIdentifier(id))
    report('S012', '/id', `${quote(id)} is not an identifier: write ${type}--UUID, the UUID as in RFC 4122`);
  else if (parseIdentifier(id)?.type !== type) report('S012', '/id', `${quote(id)} does not begin with the type \`${type}\``);
};

/**
 * What shows that the object is of STIX 2.0, if something does: `spec_version` is required on all but observables (3.2), and
 * STIX 2.0 did not have it. One clear sentence instead of all that follows from it.
 */
const olderBy = (type: string, { spec_version: version, ...object }: JsonRecord): string | undefined => {
  if (version === '2.0') return '`spec_version` is `2.0`';
  return version === undefined && commonKindOf(type, object) !== 'sco' ? '`spec_version` is missing, as in STIX 2.0' : undefined;
};

const checkTable = (table: PropertyTable, object: JsonRecord, report: Report): void => {
  for (const { name, required, type, rule } of table) {
    const value = object[name];
    if (value !== undefined) checkValue(type, { value, pointer: below('', name), object, rule }, report);
    else if (required) report(rule ?? 'S033', below('', name), `\`${name}\` is missing`);
  }
};

/** STIX 3.2: `created` and `modified` are "precise to the nearest millisecond", at least. */
const checkMilliseconds = (object: JsonRecord, report: Report): void => {
  for (const name of ['created', 'modified']) {
    const value = object[name];
    if (typeof value === 'string' && parseTimestamp(value) !== undefined && fractionDigitsOf(value) < 3) {
      report('S042', below('', name), `${quote(value)} lacks milliseconds: write at least three digits of fraction`);
    }
  }
};

const checkNotBare = (rule: string, own: PropertyTable, object: JsonRecord, report: Report): void => {
  const isBare = own.every(({ name }) => object[name] === undefined) && object.extensions === undefined;
  if (isBare) report(rule, '', `none of the properties of a ${quote(object.type)} is there: give at least one`);
};
