import type { ErrorCode, ErrorDetails } from '../../errors.js';
import { LIMITS } from '../../limits.js';
import { parseIdentifier } from '../format/identifier.js';
import { standardKindOf } from '../model/object-types.js';
import { latin1 } from './json-bytes.js';
import { isList, isRecord, kindOfValue, quote } from './json-value.js';
import { parseStrictJson } from './strict-json.js';

export interface EnvelopeProblem {
  readonly code: ErrorCode;
  readonly details: ErrorDetails;
}

/**
 * Whether an object with a list of `objects` is a bundle, by what was read of it before the list. Names decide if there are
 * any; without, the shape does: a bundle whose `type` comes last or is wrong must not lose its objects.
 */
export const looksLikeBundle = (type: string | undefined, id: string | undefined): boolean => {
  if (type === 'bundle' || id?.startsWith('bundle--')) return true;
  if (type === undefined) return id === undefined;
  const isObject = standardKindOf(type) !== undefined || type.startsWith('x-') || id?.startsWith(`${type}--`);
  return !isObject;
};

/**
 * What is wrong with a bundle itself, all in one; undefined if nothing is. `bytes`: the bundle with its list of objects
 * emptied; undefined: longer than an object may be. Its text outside ASCII is not looked at, as nothing of it is kept.
 */
export const envelopeProblem = (bytes: Uint8Array | undefined): EnvelopeProblem | undefined => {
  if (!bytes) return { code: 'object-too-large', details: { bytes_max: LIMITS.object_bytes_max } };
  const read = parseStrictJson(latin1(bytes, 0, bytes.length));
  if ('problem' in read)
    return { code: read.problem.code, details: { reason: `around the objects of the bundle: ${read.problem.reason}` } };
  const defects = isRecord(read.value) ? defectsOf(read.value) : [];
  return defects.length === 0
    ? undefined
    : { code: 'object-invalid', details: { reason: `the bundle itself: ${defects.join('; ')}` } };
};

/** STIX 8.1: type and id are required, `objects` is a list. `spec_version` (2.0) and others are read over, as custom properties. */
const defectsOf = ({ type, id, objects }: Readonly<Record<string, unknown>>): readonly string[] => {
  const defects: string[] = [];
  if (type === undefined) defects.push('`type` is missing: write `bundle`');
  else if (type !== 'bundle') defects.push(`\`type\` is ${quote(type)}: write \`bundle\``);
  if (id === undefined) defects.push('`id` is missing: write bundle--UUID');
  else if (typeof id !== 'string' || parseIdentifier(id)?.type !== 'bundle')
    defects.push(`\`id\` is ${quote(id)}: write bundle--UUID`);
  if (objects !== undefined && !isList(objects)) defects.push(`\`objects\` is ${kindOfValue(objects)}: write a list`);
  return defects;
};
