import { LIMITS } from '../../limits.js';
import { typeOfIdentifier } from '../format/identifier.js';
import { below, isList, isRecord, type JsonRecord, kindOfValue, quote } from '../json/json-value.js';
import { COMMON_PROPERTIES } from '../model/common-properties.js';
import { commonKindOf, kindOf, newObjectKindOf, standardKindOf } from '../model/object-types.js';
import type { Scene } from './check.js';
import { checkExtensions } from './check-extensions.js';
import { checkIdentifier } from './check-identifier.js';
import { checkTypeName } from './check-names.js';
import { checkShape } from './check-shape.js';
import { objectCheckOf } from './compile-object.js';
import type { Finding, Report } from './finding.js';

/** What was found in an object; at most `LIMITS.findings_max` of each are listed. */
export interface Findings {
  /** It breaks the standard, and cannot enter. */
  readonly errors: readonly Finding[];
  /** It is lawful, and something in it will not be understood everywhere. */
  readonly warnings: readonly Finding[];
}

/**
 * Everything found in one STIX object or bundle, by place. Judges what one object alone shows; versions, creators and what
 * references lead to are judged where objects are stored. Takes any value and never throws.
 */
export const validateStix = (value: unknown): Findings =>
  isRecord(value) && value.type === 'bundle' ? validateBundle(value) : validateObject(value);

/** As `validateStix`, for what stands where only an object can: a bundle is refused. */
export const validateObject = (value: unknown): Findings => {
  const errors = new Gathered();
  const warnings = new Gathered();
  if (isRecord(value)) checkObject({ object: value, error: errors.report, warn: warnings.report });
  else errors.report('S040', '', `a STIX object is a JSON object, not ${kindOfValue(value)}`);
  return { errors: errors.inOrder(), warnings: warnings.inOrder() };
};

/** Findings of one kind, bounded, in an order that does not depend on that of the properties. */
class Gathered {
  readonly #findings: Finding[] = [];

  readonly report: Report = (rule, pointer, message) => {
    if (this.#findings.length >= LIMITS.findings_max) return;
    this.#findings.push({
      rule,
      pointer: pointer.length > POINTER_LENGTH_MAX ? `${pointer.slice(0, POINTER_LENGTH_MAX)}…` : pointer,
      message,
    });
  };

  inOrder(): readonly Finding[] {
    return this.#findings.sort((a, b) => compare(a.pointer, b.pointer) || compare(a.rule, b.rule));
  }
}

/** Beyond what lawful names add up to on any real object. */
const POINTER_LENGTH_MAX = 2_000;

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

const checkObject = (scene: Scene): void => {
  const { object } = scene;
  if (!checkType(object, scene)) return;
  const type = object.type as string;
  const older = olderBy(type, object);
  if (older !== undefined) {
    scene.error('S041', '/spec_version', `${older}: Parley takes STIX 2.1, convert the object first`);
    return;
  }
  if (!checkShape(object, scene)) return;
  checkIdentifier(type, object, scene);
  const kind = commonKindOf(type, object);
  objectCheckOf(type, kind)(object, scene);
  checkExtensions(object, scene);
  if (standardKindOf(type) === undefined) checkNewType(object, Object.keys(COMMON_PROPERTIES[kind]), scene);
};

/** Without a type that is known no other rule can be named: the object is not judged further. */
const checkType = (object: JsonRecord, scene: Scene): boolean => {
  const { type } = object;
  if (typeof type !== 'string') {
    const fault = type === undefined ? '`type` is missing: this is no STIX object' : `${quote(type)} is not text`;
    scene.error('S040', '/type', fault);
    return false;
  }
  if (type === 'bundle') scene.error('S160', '/type', 'a bundle cannot stand among the objects of a bundle');
  else if (!checkTypeName(type, scene)) return false;
  else if (kindOf(type, object)) return true;
  else
    scene.error(
      'S040',
      '/type',
      `unknown type ${quote(type)}: neither of STIX 2.1, nor \`x-…\`, nor declared new by an extension`,
    );
  return false;
};

/**
 * What shows that the object is of STIX 2.0, if something does: `spec_version` is required on all but observables (3.2), and
 * STIX 2.0 did not have it. One clear sentence instead of all that follows from it.
 */
const olderBy = (type: string, object: JsonRecord): string | undefined => {
  const { spec_version: version } = object;
  if (version === '2.0') return '`spec_version` is `2.0`';
  return version === undefined && commonKindOf(type, object) !== 'sco' ? '`spec_version` is missing, as in STIX 2.0' : undefined;
};

/** STIX 7.3: a new type has "at least one" property "specific" to it. */
const checkNewType = (object: JsonRecord, common: readonly string[], { error, warn }: Scene): void => {
  const isDeclared = newObjectKindOf(object) !== undefined;
  if (!isDeclared)
    warn('S154', '/type', `${quote(object.type)} is a custom type, which only its maker understands: declare it by an extension`);
  const own = Object.keys(object).filter((name) => name !== 'type' && name !== 'id' && !common.includes(name));
  const inside =
    isDeclared && Object.values(object.extensions as JsonRecord).some((one) => isRecord(one) && Object.keys(one).length > 1);
  if (isDeclared && own.length === 0 && !inside)
    error('S151', '', `a ${quote(object.type)} has no property of its own: give at least one`);
};

const validateBundle = (bundle: JsonRecord): Findings => {
  const errors = new Gathered();
  const warnings = new Gathered();
  const { id, objects } = bundle;
  if (id === undefined) errors.report('S160', '/id', '`id` is missing: write bundle--UUID');
  else if (typeOfIdentifier(id) !== 'bundle')
    errors.report('S160', '/id', `${quote(id)} is no id of a bundle: write bundle--UUID`);
  if (bundle.spec_version !== undefined)
    warnings.report('S041', '/spec_version', 'a bundle of STIX 2.1 has no `spec_version`: leave it out');
  if (objects !== undefined && !isList(objects))
    errors.report('S160', '/objects', `\`objects\` is ${kindOfValue(objects)}: write a list`);
  if (isList(objects) && objects.length === 0) errors.report('S021', '/objects', 'the list is empty: leave the property out');
  (isList(objects) ? objects : []).forEach((object, index) => {
    const inner = validateObject(object);
    const place = below('/objects', index);
    for (const { rule, pointer, message } of inner.errors) errors.report(rule, place + pointer, message);
    for (const { rule, pointer, message } of inner.warnings) warnings.report(rule, place + pointer, message);
  });
  return { errors: errors.inOrder(), warnings: warnings.inOrder() };
};
