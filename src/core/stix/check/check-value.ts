import { checkHashes } from '../format/hashes.js';
import { isIdentifier, parseIdentifier } from '../format/identifier.js';
import { LANGUAGE } from '../format/language-tag.js';
import { parseTimestamp } from '../format/timestamp.js';
import { below, isList, isRecord, kindOfValue, quote } from '../json/json-value.js';
import { checkGranularMarking } from '../marking/granular-marking.js';
import { standardKindOf } from '../model/object-types.js';
import type { PropertyType } from '../model/property-table.js';
import { checkExternalReference } from './external-reference.js';
import type { Report } from './finding.js';
import type { Place } from './place.js';

const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;
const HEX = /^(?:[0-9a-fA-F]{2})*$/;
/** Reports what keeps a value from being of a data type. Null and emptiness are reported by `checkShape`, wherever they are. */
export const checkValue = (type: PropertyType, place: Place, report: Report): void => {
  const { value, pointer, rule } = place;
  if (value === null) return;
  switch (type.kind) {
    case 'any':
      return;
    case 'list':
      if (!isList(value)) {
        report(rule ?? 'S021', pointer, `${quote(value)} is ${kindOfValue(value)}: write a list`);
        return;
      }
      value.forEach((item, index) => {
        checkValue(type.of, { ...place, value: item, pointer: below(pointer, index) }, report);
      });
      return;
    case 'identifier':
      checkIdentifier(type.targets, place, report);
      return;
    case 'integer':
    case 'float':
      checkNumber(type, place, report);
      return;
    case 'enum':
      if (typeof value === 'string' && type.terms.includes(value)) return;
      report(rule ?? 'S005', pointer, `${quote(value)} is not one of ${type.terms.join(', ')}`);
      return;
    case 'hashes':
      checkHashes(value, pointer, report);
      return;
    case 'external-reference':
      checkExternalReference(place, report);
      return;
    case 'granular-marking':
      checkGranularMarking(place, report);
      return;
    default: {
      const fault = SIMPLE_CHECKS[type.kind](value);
      if (fault !== undefined) report(rule ?? SIMPLE_RULES[type.kind], pointer, `${quote(value)} is not ${fault}`);
    }
  }
};

type SimpleKind = 'binary' | 'boolean' | 'dictionary' | 'hex' | 'kill-chain-phase' | 'language' | 'string' | 'timestamp';

const SIMPLE_RULES: Readonly<Record<SimpleKind, string>> = {
  binary: 'S001',
  boolean: 'S002',
  dictionary: 'S003',
  hex: 'S011',
  'kill-chain-phase': 'S020',
  language: 'S049',
  string: 'S190',
  timestamp: 'S023',
};

/** What a value should be and is not; undefined if it is. */
const SIMPLE_CHECKS: Readonly<Record<SimpleKind, (value: unknown) => string | undefined>> = {
  binary: (value) => (typeof value === 'string' && value.length % 4 === 0 && BASE64.test(value) ? undefined : 'base64'),
  boolean: (value) => (typeof value === 'boolean' ? undefined : 'a boolean: write true or false without quotes'),
  dictionary: (value) => (isRecord(value) ? undefined : 'a dictionary: write an object'),
  hex: (value) => (typeof value === 'string' && HEX.test(value) ? undefined : 'hexadecimal with an even number of digits'),
  'kill-chain-phase': (value) =>
    isRecord(value) && typeof value.kill_chain_name === 'string' && typeof value.phase_name === 'string'
      ? undefined
      : 'a kill chain phase: it needs `kill_chain_name` and `phase_name`',
  language: (value) => (typeof value === 'string' && LANGUAGE.test(value) ? undefined : 'a language tag (RFC 5646), as `en`'),
  string: (value) => (typeof value === 'string' ? undefined : 'text: write it in quotes'),
  timestamp: (value) =>
    typeof value === 'string' && parseTimestamp(value) !== undefined
      ? undefined
      : 'a timestamp: write RFC 3339 in UTC with T and Z, on a date that exists',
};

const checkIdentifier = (targets: readonly string[], { value, pointer, rule, object }: Place, report: Report): void => {
  if (!isIdentifier(value)) {
    report('S012', pointer, `${quote(value)} is not an identifier: write type--UUID`);
    return;
  }
  const type = parseIdentifier(value)?.type ?? '';
  if (type === 'bundle') {
    report('S161', pointer, `${quote(value)} is a bundle: nothing can refer to one`);
    return;
  }
  if (targets.length > 0 && !targets.some((target) => fits(type, target))) {
    report(rule ?? 'S032', pointer, `${quote(value)} is no ${targets.join(' or ')}: refer to one`);
  }
  if (rule === 'S050' && value === object.id) report('S050', pointer, 'a marking cannot mark itself');
};

const KINDS: ReadonlySet<string> = new Set(['sdo', 'sro', 'sco', 'smo']);

/** A target is a type or a kind; a type that the standard does not define may be of any kind. */
const fits = (type: string, target: string): boolean => {
  if (!KINDS.has(target)) return type === target;
  const kind = standardKindOf(type);
  return kind === undefined || kind === target;
};

const checkNumber = (
  { kind, least, most }: { readonly kind: 'integer' | 'float'; readonly least: number; readonly most: number },
  { value, pointer, rule }: Place,
  report: Report,
): void => {
  if (typeof value !== 'number' || (kind === 'integer' && !Number.isSafeInteger(value))) {
    report(rule ?? 'S019', pointer, `${quote(value)} is not ${kind === 'integer' ? 'an integer' : 'a number'}`);
  } else if (value < least || value > most) report(rule ?? 'S190', pointer, `${quote(value)} lies outside ${least} to ${most}`);
};
